import EventBus
import Foundation
import Testing

@Suite("config/prometheus and config/grafana")
struct AlertRulesTests {
    private let prometheus = Repository.folder.appendingPathComponent("config/prometheus")

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Repository.folder.appendingPathComponent(path), encoding: .utf8)
    }

    @Test(
        "every metric that is asked for is in the table of names",
        arguments: [
            "config/prometheus/alerts.yml", "config/prometheus/alerts.test.yml", "config/grafana/dashboard.json",
        ])
    func areNamed(_ path: String) throws {
        let names = Set(try text(path).matches(of: /eventbus_[a-z0-9_]+/).map { String($0.output) })
        #expect(names.count > 10)
        for name in names {
            let family = name.replacing(/_(bucket|sum|count)$/, with: "")
            #expect(MetricDescriptor.named(name) ?? MetricDescriptor.named(family) != nil, "\(name)")
        }
    }

    @Test("every alert says what to do, by a command of ours or a path to look at")
    func haveRunbooks() throws {
        let rules = try text("config/prometheus/alerts.yml").split(separator: "\n")
        let alerts = rules.count { $0.contains("- alert: ") }
        #expect(alerts >= 20)
        #expect(rules.count { $0.contains("severity: page") || $0.contains("severity: ticket") } - 1 == alerts)
        #expect(
            rules.count { $0.contains(" runbook: ") && ($0.contains("`eventbus ") || $0.contains("`/live`")) } == alerts
        )
    }

    @Test("every alert is tried by a test of its own")
    func areTried() throws {
        let tests = try text("config/prometheus/alerts.test.yml")
        for match in try text("config/prometheus/alerts.yml").matches(of: /- alert: (\w+)/) {
            let name = String(match.output.1)
            // Once where it is to be silent, and once where it is to sound.
            #expect(tests.contains("alertname: \(name), exp_alerts: []"), "\(name)")
            #expect(tests.contains("alertname: \(name)\n        exp_alerts:\n          - exp_labels"), "\(name)")
        }
    }

    @Test("promtool finds the rules and the configuration in order", .enabled(if: Promtool.isInstalled))
    func areValid() throws {
        for arguments in [["check", "rules", "alerts.yml"], ["check", "config", "prometheus.yml"]] {
            let result = try Promtool.run(arguments, in: prometheus)
            #expect(result.status == 0, "\(result.output)")
            #expect(result.output.contains("SUCCESS"))
        }
    }

    @Test(
        "promtool sees each alert sound where it should, and none where all is in order",
        .enabled(if: Promtool.isInstalled))
    func sound() throws {
        let result = try Promtool.run(["test", "rules", "alerts.test.yml"], in: prometheus)
        #expect(result.status == 0, "\(result.output)")
    }

    @Test("the dashboard is one that Grafana takes: panels with distinct ids, each with queries that Prometheus reads")
    func dashboard() throws {
        guard
            case .object(let dashboard) = try JSONValue(parsing: Array(try text("config/grafana/dashboard.json").utf8)),
            case .array(let panels)? = dashboard["panels"]
        else {
            Issue.record("not an object with panels")
            return
        }
        var ids: Set<String> = []
        var queries: [String] = []
        for case .object(let panel) in panels {
            guard let id = panel["id"], panel["title"] != nil, panel["gridPos"] != nil else {
                Issue.record("a panel lacks its id, title or place")
                continue
            }
            #expect(ids.insert("\(id)").inserted)
            guard case .array(let targets)? = panel["targets"] else {
                #expect(panel["type"] == .string("row"))
                continue
            }
            for case .object(let target) in targets {
                guard case .string(let query)? = target["expr"] else {
                    Issue.record("a query is no text")
                    continue
                }
                queries.append(query.replacing("$__rate_interval", with: "1m"))
            }
        }
        #expect(queries.count > 30)
        guard Promtool.isInstalled else { return }
        let rules = queries.enumerated().map { "- {record: 'query:\($0)', expr: '\($1)'}" }.joined(separator: "\n  ")
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("queries-\(UUID().uuidString).yml")
        try Data("groups:\n- name: dashboard\n  rules:\n  \(rules)\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let result = try Promtool.run(["check", "rules", file.path])
        #expect(result.status == 0, "\(result.output)")
    }
}
