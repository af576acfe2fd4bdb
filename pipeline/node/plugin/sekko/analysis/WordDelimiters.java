package sekko.analysis;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterIterator;
import org.elasticsearch.index.analysis.TokenFilterFactory;

/** The filters word_delimiter and word_delimiter_graph of analysis-common. */
final class WordDelimiters {
    private static final Pattern RULE = Pattern.compile("(.*)\\s*=>\\s*(.*)\\s*$");
    private static final Map<String, Integer> TYPES = Map.of(
            "LOWER", (int) WordDelimiterIterator.getType('a'),
            "UPPER", (int) WordDelimiterIterator.getType('A'),
            "ALPHA", WordDelimiterIterator.ALPHA,
            "DIGIT", (int) WordDelimiterIterator.getType('1'),
            "ALPHANUM", WordDelimiterIterator.ALPHANUM,
            "SUBWORD_DELIM", (int) WordDelimiterIterator.getType('-'));

    private WordDelimiters() {}

    static TokenFilterFactory flat(Request request) {
        int flags = flags(request);
        byte[] types = types(request);
        CharArraySet whole = request.wordSet("protected_words", false);
        return new Filter.Multiplying(request, input -> new WordDelimiterFilter(input, types, flags, whole));
    }

    static TokenFilterFactory graph(Request request) {
        int flags = flags(request);
        byte[] types = types(request);
        boolean adjust = request.flag("adjust_offsets", true);
        CharArraySet whole = request.wordSet("protected_words", false);
        return new Filter.Multiplying(
                request, input -> new WordDelimiterGraphFilter(input, adjust, types, flags, whole));
    }

    private static int flags(Request request) {
        return bit(request, "generate_word_parts", true, WordDelimiterGraphFilter.GENERATE_WORD_PARTS)
                | bit(request, "generate_number_parts", true, WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS)
                | bit(request, "catenate_words", false, WordDelimiterGraphFilter.CATENATE_WORDS)
                | bit(request, "catenate_numbers", false, WordDelimiterGraphFilter.CATENATE_NUMBERS)
                | bit(request, "catenate_all", false, WordDelimiterGraphFilter.CATENATE_ALL)
                | bit(request, "split_on_case_change", true, WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE)
                | bit(request, "preserve_original", false, WordDelimiterGraphFilter.PRESERVE_ORIGINAL)
                | bit(request, "split_on_numerics", true, WordDelimiterGraphFilter.SPLIT_ON_NUMERICS)
                | bit(request, "stem_english_possessive", true, WordDelimiterGraphFilter.STEM_ENGLISH_POSSESSIVE)
                | bit(request, "ignore_keywords", false, WordDelimiterGraphFilter.IGNORE_KEYWORDS);
    }

    private static int bit(Request request, String key, boolean otherwise, int bit) {
        return request.flag(key, otherwise) ? bit : 0;
    }

    /** Reads the setting type_table, whose rules have the form {@code character => TYPE}. */
    private static byte[] types(Request request) {
        List<String> rules = request.words("type_table");
        if (rules == null || rules.isEmpty()) {
            return WordDelimiterIterator.DEFAULT_WORD_DELIM_TABLE;
        }
        byte[] types = new byte[Character.MAX_VALUE + 1];
        for (int character = 0; character < types.length; character++) {
            types[character] = character < WordDelimiterIterator.DEFAULT_WORD_DELIM_TABLE.length
                    ? WordDelimiterIterator.DEFAULT_WORD_DELIM_TABLE[character]
                    : WordDelimiterIterator.getType(character);
        }
        for (String rule : rules) {
            Matcher sides = RULE.matcher(rule);
            if (!sides.find()) {
                throw request.refusal("not a rule of the form a => TYPE: [" + rule + "]");
            }
            String character = CharFilters.unescape(request, sides.group(1).trim());
            if (character.length() != 1) {
                throw request.refusal("the left side of a rule must be one character: [" + rule + "]");
            }
            types[character.charAt(0)] = request
                    .choice("type_table", sides.group(2).trim(), TYPES)
                    .byteValue();
        }
        return types;
    }
}
