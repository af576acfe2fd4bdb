package sekko.analysis;

import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.TokenStream;
import org.elasticsearch.index.analysis.AbstractTokenFilterFactory;
import org.elasticsearch.index.analysis.AnalysisMode;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;

/** A token filter that wraps a stream. */
class Filter extends AbstractTokenFilterFactory {
    private final UnaryOperator<TokenStream> wrap;

    Filter(Request request, UnaryOperator<TokenStream> wrap) {
        super(request.name());
        this.wrap = wrap;
    }

    @Override
    public TokenStream create(TokenStream input) {
        return wrap.apply(input);
    }

    /** A filter that keeps tokens whole, so that it may stand in a normalizer of a keyword field. */
    static final class Normalizing extends Filter implements NormalizingTokenFilterFactory {
        private final Filter beforeSynonyms;

        Normalizing(Request request, UnaryOperator<TokenStream> wrap) {
            super(request, wrap);
            this.beforeSynonyms = this;
        }

        /** The same with another form for the rules of a synonym filter behind it. */
        Normalizing(Request request, UnaryOperator<TokenStream> wrap, UnaryOperator<TokenStream> forRules) {
            super(request, wrap);
            this.beforeSynonyms = new Filter(request, forRules);
        }

        @Override
        public TokenFilterFactory getSynonymFilter() {
            return beforeSynonyms;
        }
    }

    /** A filter that makes several tokens of one, so that synonym rules cannot be read through it. */
    static final class Multiplying extends Filter {
        Multiplying(Request request, UnaryOperator<TokenStream> wrap) {
            super(request, wrap);
        }

        @Override
        public boolean breaksFastVectorHighlighter() {
            return true;
        }

        @Override
        public TokenFilterFactory getSynonymFilter() {
            throw new IllegalArgumentException("Token filter [" + name() + "] cannot be used to parse synonyms");
        }
    }

    /** A filter whose word list may be reloaded: with {@code updateable} it only serves searches. */
    static final class Reloadable extends Filter {
        private final boolean updateable;

        Reloadable(Request request, UnaryOperator<TokenStream> wrap) {
            super(request, wrap);
            this.updateable = request.flag("updateable", false);
        }

        @Override
        public AnalysisMode getAnalysisMode() {
            return updateable ? AnalysisMode.SEARCH_TIME : AnalysisMode.ALL;
        }
    }
}
