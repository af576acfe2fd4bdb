package sekko.analysis;

import com.ibm.icu.text.FilteredNormalizer2;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.Transliterator;
import com.ibm.icu.text.UnicodeSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.analysis.icu.ICUFoldingFilter;
import org.apache.lucene.analysis.icu.ICUNormalizer2CharFilter;
import org.apache.lucene.analysis.icu.ICUNormalizer2Filter;
import org.apache.lucene.analysis.icu.ICUTransformFilter;
import org.apache.lucene.analysis.icu.segmentation.ICUTokenizer;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;

/** Components under the names and settings of analysis-icu. */
final class Icu {
    private static final Map<String, Normalizer2.Mode> MODES =
            Map.of("compose", Normalizer2.Mode.COMPOSE, "decompose", Normalizer2.Mode.DECOMPOSE);

    private Icu() {}

    static Map<String, AnalysisProvider<TokenizerFactory>> tokenizers() {
        Map<String, AnalysisProvider<TokenizerFactory>> tokenizers = new HashMap<>();
        Tokenizers.add(tokenizers, "icu_tokenizer", request -> ICUTokenizer::new);
        return tokenizers;
    }

    static Map<String, AnalysisProvider<CharFilterFactory>> charFilters() {
        return Map.of("icu_normalizer", Request.provider(request -> {
            Normalizer2.Mode mode = request.choice("mode", request.text("mode", "compose"), MODES);
            Normalizer2 form = form(request, mode);
            return CharFilters.normalizing(request, input -> new ICUNormalizer2CharFilter(input, form));
        }));
    }

    static Map<String, AnalysisProvider<TokenFilterFactory>> tokenFilters() {
        Map<String, AnalysisProvider<TokenFilterFactory>> filters = new HashMap<>();
        filters.put("icu_normalizer", Request.provider(request -> {
            Normalizer2 form = form(request, Normalizer2.Mode.COMPOSE);
            return new Filter.Normalizing(request, input -> new ICUNormalizer2Filter(input, form));
        }));
        filters.put("icu_folding", Request.provider(request -> {
            Normalizer2 form = limited(request, ICUFoldingFilter.NORMALIZER);
            return new Filter.Normalizing(request, input -> new ICUFoldingFilter(input, form));
        }));
        filters.put("icu_transform", Request.provider(request -> {
            int direction = "reverse".equals(request.text("dir", "forward"))
                    ? Transliterator.REVERSE
                    : Transliterator.FORWARD;
            Transliterator transform = Transliterator.getInstance(request.text("id", "Null"), direction);
            return new Filter.Normalizing(request, input -> new ICUTransformFilter(input, transform));
        }));
        return filters;
    }

    private static Normalizer2 form(Request request, Normalizer2.Mode mode) {
        return limited(request, Normalizer2.getInstance(null, request.text("name", "nfkc_cf"), mode));
    }

    /** Limits a normalisation to the characters of the setting unicode_set_filter. */
    private static Normalizer2 limited(Request request, Normalizer2 form) {
        String pattern = request.text("unicode_set_filter", null);
        return pattern == null ? form : new FilteredNormalizer2(form, new UnicodeSet(pattern).freeze());
    }
}
