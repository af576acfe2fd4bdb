package sekko.analysis;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.classic.ClassicTokenizer;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.core.LetterTokenizer;
import org.apache.lucene.analysis.core.WhitespaceTokenizer;
import org.apache.lucene.analysis.email.UAX29URLEmailTokenizer;
import org.apache.lucene.analysis.ngram.EdgeNGramTokenizer;
import org.apache.lucene.analysis.ngram.NGramTokenizer;
import org.apache.lucene.analysis.path.PathHierarchyTokenizer;
import org.apache.lucene.analysis.path.ReversePathHierarchyTokenizer;
import org.apache.lucene.analysis.pattern.PatternTokenizer;
import org.apache.lucene.analysis.pattern.SimplePatternSplitTokenizer;
import org.apache.lucene.analysis.pattern.SimplePatternTokenizer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.util.CharTokenizer;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;

/** Tokenizers under the names and settings of analysis-common. */
final class Tokenizers {
    private static final int LONGEST_TOKEN = StandardAnalyzer.DEFAULT_MAX_TOKEN_LENGTH;

    private Tokenizers() {}

    static Map<String, AnalysisProvider<TokenizerFactory>> all() {
        Map<String, AnalysisProvider<TokenizerFactory>> tokenizers = new HashMap<>();
        add(tokenizers, "keyword", request -> {
            int buffer = request.number("buffer_size", 256);
            return () -> new KeywordTokenizer(buffer);
        });
        add(tokenizers, "whitespace", request -> {
            int longest = request.number("max_token_length", LONGEST_TOKEN);
            return () -> new WhitespaceTokenizer(TokenStream.DEFAULT_TOKEN_ATTRIBUTE_FACTORY, longest);
        });
        add(tokenizers, "letter", request -> LetterTokenizer::new);
        add(tokenizers, "classic", request -> {
            int longest = request.number("max_token_length", LONGEST_TOKEN);
            return () -> {
                ClassicTokenizer tokenizer = new ClassicTokenizer();
                tokenizer.setMaxTokenLength(longest);
                return tokenizer;
            };
        });
        add(tokenizers, "uax_url_email", request -> {
            int longest = request.number("max_token_length", LONGEST_TOKEN);
            return () -> {
                UAX29URLEmailTokenizer tokenizer = new UAX29URLEmailTokenizer();
                tokenizer.setMaxTokenLength(longest);
                return tokenizer;
            };
        });
        add(tokenizers, "pattern", request -> {
            Pattern pattern = request.pattern("pattern", "\\W+");
            int group = request.number("group", -1);
            return () -> new PatternTokenizer(pattern, group);
        });
        add(tokenizers, "simple_pattern", request -> {
            String pattern = request.text("pattern", "");
            return () -> new SimplePatternTokenizer(pattern);
        });
        add(tokenizers, "simple_pattern_split", request -> {
            String pattern = request.text("pattern", "");
            return () -> new SimplePatternSplitTokenizer(pattern);
        });
        add(tokenizers, "ngram", Tokenizers::ngram);
        add(tokenizers, "edge_ngram", Tokenizers::edgeNgram);
        add(tokenizers, "path_hierarchy", Tokenizers::pathHierarchy);
        tokenizers.put("char_group", Request.configured(named(Tokenizers::charGroup)));
        return tokenizers;
    }

    static void add(
            Map<String, AnalysisProvider<TokenizerFactory>> tokenizers,
            String name,
            Request.Builder<Supplier<Tokenizer>> builder) {
        tokenizers.put(name, Request.provider(named(builder)));
    }

    private static Request.Builder<TokenizerFactory> named(Request.Builder<Supplier<Tokenizer>> builder) {
        return request -> TokenizerFactory.newFactory(request.name(), builder.build(request));
    }

    private static Supplier<Tokenizer> ngram(Request request) {
        int shortest = request.number("min_gram", NGramTokenizer.DEFAULT_MIN_NGRAM_SIZE);
        int longest = request.number("max_gram", NGramTokenizer.DEFAULT_MAX_NGRAM_SIZE);
        request.checkGrams(shortest, longest);
        IntPredicate kept = tokenCharacters(request);
        return () -> new NGramTokenizer(shortest, longest) {
            @Override
            protected boolean isTokenChar(int character) {
                return kept.test(character);
            }
        };
    }

    private static Supplier<Tokenizer> edgeNgram(Request request) {
        int shortest = request.number("min_gram", NGramTokenizer.DEFAULT_MIN_NGRAM_SIZE);
        int longest = request.number("max_gram", NGramTokenizer.DEFAULT_MAX_NGRAM_SIZE);
        IntPredicate kept = tokenCharacters(request);
        return () -> new EdgeNGramTokenizer(shortest, longest) {
            @Override
            protected boolean isTokenChar(int character) {
                return kept.test(character);
            }
        };
    }

    /** Which characters n-grams are made of: any, unless the setting token_chars names classes. */
    private static IntPredicate tokenCharacters(Request request) {
        List<String> classes = request.list("token_chars");
        if (classes.isEmpty()) {
            return character -> true;
        }
        Map<String, IntPredicate> choices = Map.of(
                "letter", Character::isLetter,
                "digit", Character::isDigit,
                "whitespace", Character::isWhitespace,
                "punctuation", Tokenizers::isPunctuation,
                "symbol", Tokenizers::isSymbol,
                "custom", customCharacters(request));
        IntPredicate kept = character -> false;
        for (String name : classes) {
            kept = kept.or(request.choice("token_chars", name.toLowerCase(Locale.ROOT), choices));
        }
        return kept;
    }

    private static IntPredicate customCharacters(Request request) {
        String characters = request.text("custom_token_chars", "");
        return character -> characters.indexOf(character) >= 0;
    }

    private static boolean isPunctuation(int character) {
        return switch (Character.getType(character)) {
            case Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isSymbol(int character) {
        return switch (Character.getType(character)) {
            case Character.CURRENCY_SYMBOL,
                    Character.MATH_SYMBOL,
                    Character.OTHER_SYMBOL,
                    Character.MODIFIER_SYMBOL -> true;
            default -> false;
        };
    }

    private static Supplier<Tokenizer> pathHierarchy(Request request) {
        int buffer = request.number("buffer_size", 1024);
        int skip = request.number("skip", 0);
        char delimiter = letter(request, "delimiter", "/");
        char replacement = letter(request, "replacement", String.valueOf(delimiter));
        if (request.flag("reverse", false)) {
            return () -> new ReversePathHierarchyTokenizer(buffer, delimiter, replacement, skip);
        }
        return () -> new PathHierarchyTokenizer(buffer, delimiter, replacement, skip);
    }

    private static char letter(Request request, String key, String otherwise) {
        String text = request.text(key, otherwise);
        if (text.length() != 1) {
            throw request.refusal(key + " must be one character");
        }
        return text.charAt(0);
    }

    private static Supplier<Tokenizer> charGroup(Request request) {
        Map<String, IntPredicate> classes = Map.of(
                "letter", Character::isLetter,
                "digit", Character::isDigit,
                "whitespace", Character::isWhitespace,
                "punctuation", Tokenizers::isPunctuation,
                "symbol", Tokenizers::isSymbol);
        Set<Integer> separators = new HashSet<>();
        IntPredicate separating = separators::contains;
        for (String entry : request.list("tokenize_on_chars")) {
            String plain = CharFilters.unescape(request, entry);
            if (plain.codePointCount(0, plain.length()) == 1) {
                separators.add(plain.codePointAt(0));
            } else {
                separating = separating.or(request.choice("tokenize_on_chars", entry, classes));
            }
        }
        int longest = request.number("max_token_length", LONGEST_TOKEN);
        IntPredicate separator = separating;
        return () -> new CharTokenizer(TokenStream.DEFAULT_TOKEN_ATTRIBUTE_FACTORY, longest) {
            @Override
            protected boolean isTokenChar(int character) {
                return !separator.test(character);
            }
        };
    }
}
