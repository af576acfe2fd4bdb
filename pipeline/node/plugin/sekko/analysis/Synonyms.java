package sekko.analysis;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.text.ParseException;
import java.util.List;
import java.util.function.Function;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.synonym.SolrSynonymParser;
import org.apache.lucene.analysis.synonym.SynonymFilter;
import org.apache.lucene.analysis.synonym.SynonymGraphFilter;
import org.apache.lucene.analysis.synonym.SynonymMap;
import org.apache.lucene.analysis.synonym.WordnetSynonymParser;
import org.apache.lucene.util.CharsRef;
import org.apache.lucene.util.CharsRefBuilder;
import org.elasticsearch.index.IndexService.IndexCreationContext;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.AnalysisMode;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.CustomAnalyzer;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;

/**
 * The filters synonym and synonym_graph of analysis-common.
 *
 * <p>The rules are read through the tokenizer and the filters that stand before the filter in the analyzer, so that
 * they meet the very tokens that a text gives.
 */
final class Synonyms extends AbstractTokenFilterFactory {
    private final Request request;
    private final boolean graph;
    private final boolean updateable;
    private final boolean lenient;

    private Synonyms(Request request, boolean graph) {
        super(request.name());
        this.request = request;
        this.graph = graph;
        this.updateable = request.flag("updateable", false);
        this.lenient = request.flag("lenient", updateable);
        if (request.text("synonyms_set", null) != null) {
            throw request.refusal("synonyms_set needs the synonyms API, which this node lacks; use synonyms");
        }
    }

    static Synonyms flat(Request request) {
        return new Synonyms(request, false);
    }

    static Synonyms graph(Request request) {
        return new Synonyms(request, true);
    }

    @Override
    public AnalysisMode getAnalysisMode() {
        return updateable ? AnalysisMode.SEARCH_TIME : AnalysisMode.ALL;
    }

    @Override
    public TokenStream create(TokenStream input) {
        throw new IllegalStateException("[" + name() + "] was not given its place in an analyzer");
    }

    @Override
    public TokenFilterFactory getChainAwareTokenFilterFactory(
            IndexCreationContext context,
            TokenizerFactory tokenizer,
            List<CharFilterFactory> charFilters,
            List<TokenFilterFactory> before,
            Function<String, TokenFilterFactory> allFilters) {
        CustomAnalyzer analyzer = new CustomAnalyzer(
                tokenizer,
                charFilters.toArray(CharFilterFactory[]::new),
                before.stream().map(TokenFilterFactory::getSynonymFilter).toArray(TokenFilterFactory[]::new));
        SynonymMap synonyms = readRules(analyzer);
        return new AbstractTokenFilterFactory(name()) {
            @Override
            public TokenStream create(TokenStream input) {
                if (synonyms.fst == null) {
                    return input;
                }
                return graph
                        ? new SynonymGraphFilter(input, synonyms, false)
                        : new SynonymFilter(input, synonyms, false);
            }

            /** A later synonym filter's rules are not to be widened by this one's. */
            @Override
            public TokenFilterFactory getSynonymFilter() {
                return IDENTITY_FILTER;
            }

            @Override
            public AnalysisMode getAnalysisMode() {
                return Synonyms.this.getAnalysisMode();
            }
        };
    }

    private SynonymMap readRules(Analyzer analyzer) {
        boolean expand = request.flag("expand", true);
        SynonymMap.Parser parser = "wordnet".equalsIgnoreCase(request.text("format", ""))
                ? new LenientWordnetParser(expand, analyzer)
                : new LenientSolrParser(expand, analyzer);
        try (Reader rules = openRules()) {
            parser.parse(rules);
            return parser.build();
        } catch (IOException | ParseException | RuntimeException error) {
            throw new IllegalArgumentException("failed to build synonyms for [" + name() + "]", error);
        }
    }

    private Reader openRules() {
        List<String> rules = request.words("synonyms");
        if (rules == null) {
            throw request.refusal("synonyms or synonyms_path is missing");
        }
        return new StringReader(String.join("\n", rules));
    }

    /** Skips the rules that the analyzer cannot read, when the setting lenient says so. */
    private final class LenientSolrParser extends SolrSynonymParser {
        LenientSolrParser(boolean expand, Analyzer analyzer) {
            super(true, expand, analyzer);
        }

        @Override
        public void add(CharsRef input, CharsRef output, boolean keepInput) {
            if (!lenient || (input.length > 0 && output.length > 0)) {
                super.add(input, output, keepInput);
            }
        }

        @Override
        public CharsRef analyze(String text, CharsRefBuilder reuse) throws IOException {
            try {
                return super.analyze(text, reuse);
            } catch (IllegalArgumentException error) {
                return skip(error);
            }
        }
    }

    private final class LenientWordnetParser extends WordnetSynonymParser {
        LenientWordnetParser(boolean expand, Analyzer analyzer) {
            super(true, expand, analyzer);
        }

        @Override
        public void add(CharsRef input, CharsRef output, boolean keepInput) {
            if (!lenient || (input.length > 0 && output.length > 0)) {
                super.add(input, output, keepInput);
            }
        }

        @Override
        public CharsRef analyze(String text, CharsRefBuilder reuse) throws IOException {
            try {
                return super.analyze(text, reuse);
            } catch (IllegalArgumentException error) {
                return skip(error);
            }
        }
    }

    private CharsRef skip(IllegalArgumentException error) {
        if (lenient) {
            return new CharsRef("");
        }
        throw error;
    }
}
