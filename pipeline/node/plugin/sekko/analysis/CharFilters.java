package sekko.analysis;

import java.io.Reader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.charfilter.HTMLStripCharFilter;
import org.apache.lucene.analysis.charfilter.MappingCharFilter;
import org.apache.lucene.analysis.charfilter.NormalizeCharMap;
import org.apache.lucene.analysis.pattern.PatternReplaceCharFilter;
import org.elasticsearch.index.analysis.AbstractCharFilterFactory;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.NormalizingCharFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;

/** Character filters under the names and settings of analysis-common. */
final class CharFilters {
    private static final Pattern RULE = Pattern.compile("(.*)\\s*=>\\s*(.*)\\s*$");
    private static final Map<Character, Character> ESCAPES =
            Map.of('\\', '\\', 'n', '\n', 't', '\t', 'r', '\r', 'b', '\b', 'f', '\f');

    private CharFilters() {}

    static Map<String, AnalysisProvider<CharFilterFactory>> all() {
        Map<String, AnalysisProvider<CharFilterFactory>> filters = new HashMap<>();
        filters.put("html_strip", Request.provider(CharFilters::htmlStrip));
        filters.put("mapping", Request.configured(CharFilters::mapping));
        filters.put("pattern_replace", Request.configured(CharFilters::patternReplace));
        return filters;
    }

    /** A character filter that wraps a reader, and may stand in a normalizer of a keyword field. */
    static CharFilterFactory normalizing(Request request, UnaryOperator<Reader> wrap) {
        final class Normalizing extends AbstractCharFilterFactory implements NormalizingCharFilterFactory {
            Normalizing() {
                super(request.name());
            }

            @Override
            public Reader create(Reader input) {
                return wrap.apply(input);
            }
        }
        return new Normalizing();
    }

    private static CharFilterFactory htmlStrip(Request request) {
        Set<String> kept = Set.copyOf(request.list("escaped_tags"));
        return new AbstractCharFilterFactory(request.name()) {
            @Override
            public Reader create(Reader input) {
                return new HTMLStripCharFilter(input, kept);
            }
        };
    }

    private static CharFilterFactory patternReplace(Request request) {
        Pattern pattern = request.pattern("pattern", null);
        String replacement = request.text("replacement", "");
        return normalizing(request, input -> new PatternReplaceCharFilter(pattern, replacement, input));
    }

    private static CharFilterFactory mapping(Request request) {
        List<String> rules = request.words("mappings");
        if (rules == null) {
            throw request.refusal("mappings or mappings_path is missing");
        }
        NormalizeCharMap.Builder map = new NormalizeCharMap.Builder();
        for (String rule : rules) {
            Matcher sides = RULE.matcher(rule);
            if (!sides.find()) {
                throw request.refusal("not a rule of the form a => b: [" + rule + "]");
            }
            map.add(unescape(request, sides.group(1).trim()), unescape(request, sides.group(2).trim()));
        }
        NormalizeCharMap built = map.build();
        return normalizing(request, input -> new MappingCharFilter(built, input));
    }

    /** Reads the escapes of a mapping rule: backslash, n, t, r, b, f, and u with four hexadecimal digits. */
    static String unescape(Request request, String text) {
        StringBuilder read = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char letter = text.charAt(at);
            if (letter != '\\') {
                read.append(letter);
                continue;
            }
            at++;
            if (at >= text.length()) {
                throw request.refusal("a rule ends in a lone backslash: [" + text + "]");
            }
            char escaped = text.charAt(at);
            if (escaped == 'u') {
                if (at + 4 >= text.length()) {
                    throw request.refusal("a rule ends inside an escaped character: [" + text + "]");
                }
                read.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
                at += 4;
            } else {
                read.append(ESCAPES.getOrDefault(escaped, escaped));
            }
        }
        return read.toString();
    }
}
