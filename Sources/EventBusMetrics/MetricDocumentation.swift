import EventBus

/// The metrics as a page of Markdown: `docs/metrics.md`.
package enum MetricDocumentation {
    /// The whole page, with a line break at the end.
    package static var markdown: String {
        let parts = [
            head, "## Counted where the work is done", work, table(.work), "## Read by `eventbus serve` from itself",
            table(.process),
            "## Read from the server", overview,
            table(.overview), histograms, objective, cloudWatch,
        ]
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static let head = """
        # Metrics

        The names below are fixed: one is never changed, nor used for another thing. They are the same in every backend of \
        [swift-metrics](https://github.com/apple/swift-metrics). `eventbus serve` has a backend of its own and answers `GET /metrics` in \
        Prometheus' text format; a program of yours that uses the library reports to whatever it bootstraps \
        `MetricsSystem` with before it makes its bus – without one, nothing is measured and nothing is paid for it.

        How many series there are is bounded: event types that the catalogue does not know are counted as `unknown`, ids are \
        never labels, and of what is gone from the server the series goes, too. Alerts over these metrics are in \
        [config/prometheus/alerts.yml](../config/prometheus/alerts.yml), a dashboard in \
        [config/grafana/dashboard.json](../config/grafana/dashboard.json).
        """

    private static let work = """
        Each process counts what it does itself – publishers, consumers, routers, and `eventbus serve` for what it runs – so \
        that a sum over all processes is the whole.
        """

    private static let overview = """
        `eventbus serve` asks the server once a second while somebody wants to know. These are of the whole bus, not of one process: \
        where several `serve` run, take the maximum, not the sum.
        """

    private static func table(_ origin: MetricDescriptor.Origin) -> String {
        let rows = MetricDescriptor.all.filter { $0.origin == origin }.map { metric in
            let labels = metric.labels.map { "`\($0)`" }.joined(separator: ", ")
            return "| `\(metric.name)` | \(kind(metric)) | \(metric.unit.rawValue) | \(labels) | \(metric.help) |"
        }
        return (["| metric | kind | of | labels | |", "|---|---|---|---|---|"] + rows).joined(separator: "\n")
    }

    private static func kind(_ metric: MetricDescriptor) -> String {
        switch metric.kind {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }

    private static var histograms: String {
        let rows = MetricDescriptor.all.compactMap { metric -> String? in
            guard case .histogram(let bounds) = metric.kind else { return nil }
            return "| `\(metric.name)` | \(bounds.map { PrometheusText.text($0) }.joined(separator: ", ")) |"
        }
        return (["### Buckets of the histograms", "", "| metric | upper bounds in seconds |", "|---|---|"] + rows)
            .joined(separator: "\n")
    }

    private static let objective = """
        ## The service-level indicator

        The share of entries that a group handles, or the router routes, within the target of being appended: a second, \
        unless EVENTBUS_DELIVERY_TARGET says another. An entry counts once per group, at its first success; its age is this process's \
        clock minus the time in its position, which is the server's clock, so that the two must agree to well below the target. \
        The objective is 99.9 % over 30 days:

        ```promql
        sum by (stream, group) (rate(eventbus_delivered_within_target_total[30d]))
          / sum by (stream, group) (rate(eventbus_delivered_total[30d]))
        ```

        What is never delivered is in neither number: `eventbus_group_oldest_age_seconds`, `eventbus_loop_dead` and the dead letters \
        have alerts of their own.
        """

    private static var cloudWatch: String {
        let rows = CloudWatchName.all.map { "| `\($0.name)` | \($0.unit) | \($0.help) |" }
        return """
            ## CloudWatch

            The same facts under the names that deployed dashboards have, in the namespace `\(CloudWatchName.namespace)` with the \
            dimensions `Environment` and `Queue`, as lines of the embedded metric format: one line per work queue. While the server is \
            away only `redis_healthy` is told, as 0.

            | metric | unit | |
            |---|---|---|
            \(rows.joined(separator: "\n"))
            """
    }
}
