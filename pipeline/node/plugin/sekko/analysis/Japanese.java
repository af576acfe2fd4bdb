package sekko.analysis;

import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.ja.JapaneseAnalyzer;
import org.apache.lucene.analysis.ja.JapaneseBaseFormFilter;
import org.apache.lucene.analysis.ja.JapaneseCompletionFilter;
import org.apache.lucene.analysis.ja.JapaneseHiraganaUppercaseFilter;
import org.apache.lucene.analysis.ja.JapaneseIterationMarkCharFilter;
import org.apache.lucene.analysis.ja.JapaneseKatakanaStemFilter;
import org.apache.lucene.analysis.ja.JapaneseKatakanaUppercaseFilter;
import org.apache.lucene.analysis.ja.JapaneseNumberFilter;
import org.apache.lucene.analysis.ja.JapanesePartOfSpeechStopFilter;
import org.apache.lucene.analysis.ja.JapaneseReadingFormFilter;
import org.apache.lucene.analysis.ja.JapaneseTokenizer;
import org.apache.lucene.analysis.ja.dict.UserDictionary;
import org.apache.lucene.search.suggest.analyzing.SuggestStopFilter;
import org.elasticsearch.index.analysis.AbstractIndexAnalyzerProvider;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;

/** Components under the names and settings of analysis-kuromoji. */
final class Japanese {
    private static final Map<String, JapaneseTokenizer.Mode> MODES = Map.of(
            "normal", JapaneseTokenizer.Mode.NORMAL,
            "search", JapaneseTokenizer.Mode.SEARCH,
            "extended", JapaneseTokenizer.Mode.EXTENDED);

    private Japanese() {}

    static Map<String, AnalysisProvider<TokenizerFactory>> tokenizers() {
        Map<String, AnalysisProvider<TokenizerFactory>> tokenizers = new HashMap<>();
        Tokenizers.add(tokenizers, "kuromoji_tokenizer", Japanese::tokenizer);
        return tokenizers;
    }

    static Map<String, AnalysisProvider<CharFilterFactory>> charFilters() {
        return Map.of("kuromoji_iteration_mark", Request.provider(request -> {
            boolean kanji = request.flag("normalize_kanji", JapaneseIterationMarkCharFilter.NORMALIZE_KANJI_DEFAULT);
            boolean kana = request.flag("normalize_kana", JapaneseIterationMarkCharFilter.NORMALIZE_KANA_DEFAULT);
            return CharFilters.normalizing(
                    request, input -> new JapaneseIterationMarkCharFilter(input, kanji, kana));
        }));
    }

    static Map<String, AnalysisProvider<TokenFilterFactory>> tokenFilters() {
        Map<String, AnalysisProvider<TokenFilterFactory>> filters = new HashMap<>();
        filters.put(
                "kuromoji_baseform", Request.provider(request -> new Filter(request, JapaneseBaseFormFilter::new)));
        filters.put("kuromoji_part_of_speech", Request.provider(Japanese::partOfSpeech));
        filters.put("kuromoji_readingform", Request.provider(request -> {
            boolean romaji = request.flag("use_romaji", false);
            return new Filter(request, input -> new JapaneseReadingFormFilter(input, romaji));
        }));
        filters.put("kuromoji_stemmer", Request.provider(request -> {
            int shortest = request.number("minimum_length", JapaneseKatakanaStemFilter.DEFAULT_MINIMUM_LENGTH);
            return new Filter(request, input -> new JapaneseKatakanaStemFilter(input, shortest));
        }));
        filters.put(
                "kuromoji_number", Request.provider(request -> new Filter(request, JapaneseNumberFilter::new)));
        filters.put("kuromoji_completion", Request.provider(request -> {
            String mode = request.text("mode", JapaneseCompletionFilter.DEFAULT_MODE.name());
            JapaneseCompletionFilter.Mode chosen =
                    JapaneseCompletionFilter.Mode.valueOf(mode.toUpperCase(Locale.ROOT));
            return new Filter(request, input -> new JapaneseCompletionFilter(input, chosen));
        }));
        filters.put("ja_stop", Request.provider(Japanese::stop));
        filters.put(
                "hiragana_uppercase",
                Request.provider(request -> new Filter(request, JapaneseHiraganaUppercaseFilter::new)));
        filters.put(
                "katakana_uppercase",
                Request.provider(request -> new Filter(request, JapaneseKatakanaUppercaseFilter::new)));
        return filters;
    }

    static Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> analyzers() {
        return Map.of("kuromoji", Request.provider(request -> {
            CharArraySet stopwords = Analysis.parseStopWords(
                    request.environment(), request.settings(), JapaneseAnalyzer.getDefaultStopSet());
            JapaneseAnalyzer analyzer = new JapaneseAnalyzer(
                    userDictionary(request), mode(request), stopwords, JapaneseAnalyzer.getDefaultStopTags());
            return new AbstractIndexAnalyzerProvider<JapaneseAnalyzer>(request.name()) {
                @Override
                public JapaneseAnalyzer get() {
                    return analyzer;
                }
            };
        }));
    }

    private static Supplier<Tokenizer> tokenizer(Request request) throws IOException {
        UserDictionary words = userDictionary(request);
        JapaneseTokenizer.Mode mode = mode(request);
        boolean discardPunctuation = request.flag("discard_punctuation", true);
        boolean discardCompounds = request.flag("discard_compound_token", false);
        int cost = request.number("nbest_cost", -1);
        String examples = request.text("nbest_examples", null);
        return () -> {
            JapaneseTokenizer tokenizer = new JapaneseTokenizer(words, discardPunctuation, discardCompounds, mode);
            int budget = examples == null ? cost : Math.max(cost, tokenizer.calcNBestCost(examples));
            tokenizer.setNBestCost(budget);
            return tokenizer;
        };
    }

    private static JapaneseTokenizer.Mode mode(Request request) {
        String mode = request.text("mode", JapaneseTokenizer.DEFAULT_MODE.name());
        return request.choice("mode", mode.toLowerCase(Locale.ROOT), MODES);
    }

    private static UserDictionary userDictionary(Request request) throws IOException {
        if (request.text("user_dictionary", null) != null
                && !request.list("user_dictionary_rules").isEmpty()) {
            throw request.refusal("user_dictionary and user_dictionary_rules exclude each other");
        }
        List<String> rules = Analysis.getWordList(
                request.environment(),
                request.settings(),
                "user_dictionary",
                "user_dictionary_rules",
                "lenient",
                false,
                true);
        if (rules == null || rules.isEmpty()) {
            return null;
        }
        return UserDictionary.open(new StringReader(String.join("\n", rules)));
    }

    private static TokenFilterFactory partOfSpeech(Request request) {
        List<String> given = request.words("stoptags");
        Set<String> tags = given == null ? JapaneseAnalyzer.getDefaultStopTags() : Set.copyOf(given);
        return new Filter(request, input -> new JapanesePartOfSpeechStopFilter(input, tags));
    }

    private static TokenFilterFactory stop(Request request) {
        boolean ignoreCase = request.flag("ignore_case", false);
        CharArraySet stopwords = Analysis.parseWords(
                request.environment(),
                request.settings(),
                "stopwords",
                JapaneseAnalyzer.getDefaultStopSet(),
                Map.of("_japanese_", JapaneseAnalyzer.getDefaultStopSet()),
                ignoreCase);
        if (request.flag("remove_trailing", true)) {
            return new Filter(request, input -> new StopFilter(input, stopwords));
        }
        return new Filter(request, input -> new SuggestStopFilter(input, stopwords));
    }
}
