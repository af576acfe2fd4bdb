package sekko.analysis;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.core.DecimalDigitFilter;
import org.apache.lucene.analysis.core.FlattenGraphFilter;
import org.apache.lucene.analysis.core.TypeTokenFilter;
import org.apache.lucene.analysis.core.UpperCaseFilter;
import org.apache.lucene.analysis.el.GreekLowerCaseFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.ga.IrishLowerCaseFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.KeepWordFilter;
import org.apache.lucene.analysis.miscellaneous.KeywordRepeatFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.miscellaneous.LimitTokenCountFilter;
import org.apache.lucene.analysis.miscellaneous.PatternKeywordMarkerFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.miscellaneous.SetKeywordMarkerFilter;
import org.apache.lucene.analysis.miscellaneous.TrimFilter;
import org.apache.lucene.analysis.miscellaneous.TruncateTokenFilter;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenFilter;
import org.apache.lucene.analysis.ngram.NGramTokenFilter;
import org.apache.lucene.analysis.pattern.PatternCaptureGroupTokenFilter;
import org.apache.lucene.analysis.pattern.PatternReplaceFilter;
import org.apache.lucene.analysis.reverse.ReverseStringFilter;
import org.apache.lucene.analysis.tr.TurkishLowerCaseFilter;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;

/** Token filters under the names and settings of analysis-common; shingle and stop are in the server. */
final class TokenFilters {
    private TokenFilters() {}

    static Map<String, AnalysisProvider<TokenFilterFactory>> all() {
        Map<String, AnalysisProvider<TokenFilterFactory>> filters = new HashMap<>();
        addCase(filters);
        addLength(filters);
        addGrams(filters);
        addPatterns(filters);
        addWords(filters);
        filters.put("synonym", Request.configured(Synonyms::flat));
        filters.put("synonym_graph", Request.configured(Synonyms::graph));
        filters.put("flatten_graph", plain(FlattenGraphFilter::new));
        filters.put("word_delimiter", Request.provider(WordDelimiters::flat));
        filters.put("word_delimiter_graph", Request.provider(WordDelimiters::graph));
        return filters;
    }

    private static AnalysisProvider<TokenFilterFactory> plain(UnaryOperator<TokenStream> wrap) {
        return Request.provider(request -> new Filter(request, wrap));
    }

    private static AnalysisProvider<TokenFilterFactory> normalizing(UnaryOperator<TokenStream> wrap) {
        return Request.provider(request -> new Filter.Normalizing(request, wrap));
    }

    private static void addCase(Map<String, AnalysisProvider<TokenFilterFactory>> filters) {
        Map<String, UnaryOperator<TokenStream>> lowerCases = Map.of(
                "", LowerCaseFilter::new,
                "greek", GreekLowerCaseFilter::new,
                "irish", IrishLowerCaseFilter::new,
                "turkish", TurkishLowerCaseFilter::new);
        filters.put("lowercase", Request.provider(request -> new Filter.Normalizing(
                request, request.choice("language", request.text("language", ""), lowerCases))));
        filters.put("uppercase", normalizing(UpperCaseFilter::new));
        filters.put("cjk_width", normalizing(CJKWidthFilter::new));
        filters.put("decimal_digit", normalizing(DecimalDigitFilter::new));
        filters.put("trim", normalizing(TrimFilter::new));
        filters.put("asciifolding", Request.provider(request -> {
            boolean keep = request.flag("preserve_original", false);
            return new Filter.Normalizing(
                    request,
                    input -> new ASCIIFoldingFilter(input, keep),
                    input -> new ASCIIFoldingFilter(input, false));
        }));
        filters.put("reverse", plain(ReverseStringFilter::new));
        filters.put("porter_stem", plain(PorterStemFilter::new));
    }

    private static void addLength(Map<String, AnalysisProvider<TokenFilterFactory>> filters) {
        filters.put("length", Request.provider(request -> {
            int shortest = request.number("min", 0);
            int longest = request.number("max", Integer.MAX_VALUE);
            return new Filter(request, input -> new LengthFilter(input, shortest, longest));
        }));
        filters.put("truncate", Request.configured(request -> {
            int length = request.number("length", -1);
            if (length <= 0) {
                throw request.refusal("length is missing or not positive");
            }
            return new Filter(request, input -> new TruncateTokenFilter(input, length));
        }));
        filters.put("limit", Request.provider(request -> {
            int most = request.number("max_token_count", 1);
            boolean consume = request.flag("consume_all_tokens", false);
            return new Filter(request, input -> new LimitTokenCountFilter(input, most, consume));
        }));
        filters.put("unique", Request.provider(request -> {
            boolean perPosition = request.flag("only_on_same_position", false);
            return new Filter(request, input -> new UniqueFilter(input, perPosition));
        }));
        filters.put("remove_duplicates", plain(RemoveDuplicatesTokenFilter::new));
    }

    private static void addGrams(Map<String, AnalysisProvider<TokenFilterFactory>> filters) {
        filters.put("ngram", Request.provider(request -> {
            int shortest = request.number("min_gram", 1);
            int longest = request.number("max_gram", 2);
            request.checkGrams(shortest, longest);
            boolean keep = request.flag("preserve_original", NGramTokenFilter.DEFAULT_PRESERVE_ORIGINAL);
            return new Filter.Multiplying(request, input -> new NGramTokenFilter(input, shortest, longest, keep));
        }));
        filters.put("edge_ngram", Request.provider(TokenFilters::edgeNgram));
        filters.put("cjk_bigram", Request.provider(TokenFilters::cjkBigram));
    }

    private static TokenFilterFactory edgeNgram(Request request) {
        int shortest = request.number("min_gram", 1);
        int longest = request.number("max_gram", 2);
        boolean keep = request.flag("preserve_original", EdgeNGramTokenFilter.DEFAULT_PRESERVE_ORIGINAL);
        boolean fromBack = request.choice(
                "side", request.text("side", "front"), Map.of("front", Boolean.FALSE, "back", Boolean.TRUE));
        UnaryOperator<TokenStream> grams = input -> new EdgeNGramTokenFilter(input, shortest, longest, keep);
        if (!fromBack) {
            return new Filter.Multiplying(request, grams);
        }
        return new Filter.Multiplying(
                request, input -> new ReverseStringFilter(grams.apply(new ReverseStringFilter(input))));
    }

    private static TokenFilterFactory cjkBigram(Request request) {
        boolean unigrams = request.flag("output_unigrams", false);
        Map<String, Integer> scripts = Map.of(
                "han", CJKBigramFilter.HAN,
                "hiragana", CJKBigramFilter.HIRAGANA,
                "katakana", CJKBigramFilter.KATAKANA,
                "hangul", CJKBigramFilter.HANGUL);
        int flags = scripts.values().stream().mapToInt(Integer::intValue).sum();
        for (String ignored : new HashSet<>(request.list("ignored_scripts"))) {
            flags &= ~request.choice("ignored_scripts", ignored.toLowerCase(Locale.ROOT), scripts);
        }
        int chosen = flags;
        UnaryOperator<TokenStream> bigrams = input -> new CJKBigramFilter(input, chosen, unigrams);
        return unigrams ? new Filter.Multiplying(request, bigrams) : new Filter(request, bigrams);
    }

    private static void addPatterns(Map<String, AnalysisProvider<TokenFilterFactory>> filters) {
        filters.put("pattern_replace", Request.configured(request -> {
            Pattern pattern = request.pattern("pattern", null);
            String replacement = request.text("replacement", "");
            boolean all = request.flag("all", true);
            return new Filter.Normalizing(
                    request, input -> new PatternReplaceFilter(input, pattern, replacement, all));
        }));
        filters.put("pattern_capture", Request.configured(request -> {
            boolean keep = request.flag("preserve_original", true);
            Pattern[] patterns =
                    request.list("patterns").stream().map(Pattern::compile).toArray(Pattern[]::new);
            return new Filter.Multiplying(
                    request, input -> new PatternCaptureGroupTokenFilter(input, keep, patterns));
        }));
    }

    private static void addWords(Map<String, AnalysisProvider<TokenFilterFactory>> filters) {
        filters.put("keyword_marker", Request.configured(TokenFilters::keywordMarker));
        filters.put("keyword_repeat", plain(KeywordRepeatFilter::new));
        filters.put("elision", Request.provider(request -> {
            CharArraySet articles = Analysis.parseArticles(request.environment(), request.settings());
            CharArraySet chosen = articles == null ? FrenchAnalyzer.DEFAULT_ARTICLES : articles;
            return new Filter.Normalizing(request, input -> new ElisionFilter(input, chosen));
        }));
        filters.put("keep", Request.configured(request -> {
            CharArraySet kept = request.wordSet("keep_words", request.flag("keep_words_case", false));
            if (kept == null) {
                throw request.refusal("keep_words or keep_words_path is missing");
            }
            return new Filter(request, input -> new KeepWordFilter(input, kept));
        }));
        filters.put("keep_types", Request.configured(request -> {
            Set<String> types = Set.copyOf(request.list("types"));
            boolean include = request.choice(
                    "mode", request.text("mode", "include"), Map.of("include", Boolean.TRUE, "exclude", Boolean.FALSE));
            return new Filter(request, input -> new TypeTokenFilter(input, types, include));
        }));
    }

    private static TokenFilterFactory keywordMarker(Request request) {
        boolean ignoreCase = request.flag("ignore_case", false);
        String pattern = request.text("keywords_pattern", null);
        List<String> words = request.words("keywords");
        if ((pattern == null) == (words == null)) {
            throw request.refusal("give either keywords (or keywords_path) or keywords_pattern");
        }
        if (pattern != null) {
            Pattern compiled = Pattern.compile(pattern);
            return new Filter.Reloadable(request, input -> new PatternKeywordMarkerFilter(input, compiled));
        }
        CharArraySet keywords = new CharArraySet(words, ignoreCase);
        return new Filter.Reloadable(request, input -> new SetKeywordMarkerFilter(input, keywords));
    }
}
