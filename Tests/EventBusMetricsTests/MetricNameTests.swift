import EventBus
import EventBusMetrics
import Foundation
import Testing

@Suite("the names of the metrics")
struct MetricNameTests {
    @Test("each name is used once")
    func areDistinct() {
        let names = MetricDescriptor.all.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test("each name says by its end what it is, as Prometheus has it", arguments: MetricDescriptor.all)
    func followConventions(_ metric: MetricDescriptor) {
        #expect(metric.name.hasPrefix("eventbus_"))
        #expect(metric.name.hasSuffix("_total") == (metric.kind == .counter))
        #expect(metric.name.hasSuffix("_seconds") == (metric.unit == .seconds))
        #expect(metric.name.hasSuffix("_bytes") == (metric.unit == .bytes))
        #expect(metric.help.hasSuffix(".") && !metric.help.contains("|") && !metric.help.contains("\n"))
        if case .histogram(let bounds) = metric.kind { #expect(bounds == Array(Set(bounds)).sorted()) }
    }

    @Test("docs/metrics.md is what the names say of themselves")
    func areDocumented() throws {
        let wanted = MetricDocumentation.markdown
        let file = Repository.folder.appendingPathComponent("docs/metrics.md")
        let found = try? String(contentsOf: file, encoding: .utf8)
        guard found != wanted else { return }
        // What to put there, for whoever changed a metric.
        let fresh = FileManager.default.temporaryDirectory.appendingPathComponent("metrics.md")
        try Data(wanted.utf8).write(to: fresh)
        Issue.record("docs/metrics.md is stale; what it should be is in \(fresh.path)")
    }
}
