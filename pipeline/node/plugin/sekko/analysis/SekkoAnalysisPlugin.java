package sekko.analysis;

import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.elasticsearch.index.analysis.AnalyzerProvider;
import org.elasticsearch.index.analysis.CharFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.index.analysis.TokenizerFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/**
 * Gives the bare server distribution the analysis components that Sekko's mappings use.
 *
 * <p>Every component has the name, the settings and the defaults that the reference of analysis-common,
 * analysis-kuromoji and analysis-icu gives it, so that a cluster with those takes the same mappings.
 */
public final class SekkoAnalysisPlugin extends Plugin implements AnalysisPlugin {

    @Override
    public Map<String, AnalysisProvider<CharFilterFactory>> getCharFilters() {
        Map<String, AnalysisProvider<CharFilterFactory>> filters = new HashMap<>(CharFilters.all());
        filters.putAll(Japanese.charFilters());
        filters.putAll(Icu.charFilters());
        return filters;
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        Map<String, AnalysisProvider<TokenizerFactory>> tokenizers = new HashMap<>(Tokenizers.all());
        tokenizers.putAll(Japanese.tokenizers());
        tokenizers.putAll(Icu.tokenizers());
        return tokenizers;
    }

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        Map<String, AnalysisProvider<TokenFilterFactory>> filters = new HashMap<>(TokenFilters.all());
        filters.putAll(Japanese.tokenFilters());
        filters.putAll(Icu.tokenFilters());
        return filters;
    }

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        return Japanese.analyzers();
    }
}
