package sekko.analysis;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.CharArraySet;
import org.elasticsearch.common.regex.Regex;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.IndexSettings;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;

/**
 * What one component is asked to be: its name and the settings it was given.
 *
 * <p>{@code index} is null when the component is asked for outside any index.
 */
record Request(IndexSettings index, Environment environment, String name, Settings settings) {

    /** Builds a component from a request, once; the component then serves many streams. */
    interface Builder<T> {
        T build(Request request) throws IOException;
    }

    /** Turns a builder into what Elasticsearch registers. */
    static <T> AnalysisProvider<T> provider(Builder<? extends T> builder) {
        return (index, environment, name, settings) ->
                builder.build(
                        new Request(index, environment, name, Objects.requireNonNullElse(settings, Settings.EMPTY)));
    }

    /** The same for a component that cannot be used without settings of its own. */
    static <T> AnalysisProvider<T> configured(Builder<? extends T> builder) {
        AnalysisProvider<T> plain = provider(builder);
        return new AnalysisProvider<>() {
            @Override
            public T get(IndexSettings index, Environment environment, String name, Settings settings)
                    throws IOException {
                return plain.get(index, environment, name, settings);
            }

            @Override
            public boolean requiresAnalysisSettings() {
                return true;
            }
        };
    }

    String text(String key, String otherwise) {
        return settings.get(key, otherwise);
    }

    boolean flag(String key, boolean otherwise) {
        return settings.getAsBoolean(key, otherwise);
    }

    int number(String key, int otherwise) {
        return settings.getAsInt(key, otherwise);
    }

    List<String> list(String key) {
        return settings.getAsList(key);
    }

    /** Reads a regular expression under {@code key}, with the Java flags of the setting {@code flags}. */
    Pattern pattern(String key, String otherwise) {
        return Regex.compile(required(key, otherwise), text("flags", null));
    }

    String required(String key, String otherwise) {
        String value = text(key, otherwise);
        if (value == null) {
            throw refusal(key + " is missing");
        }
        return value;
    }

    /** Words given inline under {@code key} or in the file named by {@code key_path}; null when neither is. */
    List<String> words(String key) {
        return Analysis.getWordList(environment, settings, key);
    }

    CharArraySet wordSet(String key, boolean ignoreCase) {
        List<String> words = words(key);
        return words == null ? null : new CharArraySet(words, ignoreCase);
    }

    /** Refuses more n-gram sizes than {@code index.max_ngram_diff} allows, as the official components do. */
    void checkGrams(int shortest, int longest) {
        int allowed = index == null ? 1 : index.getMaxNgramDiff();
        if (longest - shortest > allowed) {
            throw refusal(
                    "max_gram - min_gram is " + (longest - shortest) + " but index.max_ngram_diff is " + allowed);
        }
    }

    /** Picks what {@code chosen}, the value of {@code key}, stands for; refuses a value that is not a choice. */
    <T> T choice(String key, String chosen, Map<String, T> choices) {
        T found = choices.get(chosen);
        if (found == null) {
            throw refusal(key + " is [" + chosen + "], expected one of " + new TreeSet<>(choices.keySet()));
        }
        return found;
    }

    IllegalArgumentException refusal(String why) {
        return new IllegalArgumentException("[" + name + "]: " + why);
    }
}
