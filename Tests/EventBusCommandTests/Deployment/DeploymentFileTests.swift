import ArgumentParser
import ConfiguredEventBus
import EventBus
import Foundation
import TestSupport
import Testing
import YAMLReader

@testable import EventBusCommand

@Suite("The files of a deployment")
struct DeploymentFileTests {
    private static func text(_ name: String) throws -> String {
        try String(contentsOfFile: CommandBench.root + "/config/" + name, encoding: .utf8)
    }

    /// Of these variables those that nothing reads.
    private static func unread(_ names: some Sequence<String>) -> Set<String> {
        Set(names).subtracting(Setting.all.map(\.environmentVariable))
    }

    // MARK: redis.conf

    @Test("a server starts with config/redis.conf, and the doctor has nothing against it")
    func redisConfiguration() async throws {
        // Later lines win: the test's own socket, folder and port stand behind the file's.
        let folder = try TemporaryFolder()
        let own = ["dir \(folder.path)", "port 0", "logfile \(folder.path)/redis.log"]
        let file = try folder.write(try Self.text("redis.conf"), to: "redis.conf")
        let server = try await TestRedisServer(configuration: ["include \(file)"] + own)
        let bench = CommandBench.on(server.url)
        _ = await bench.run("publish", "model_registered", "--data", Payloads.registered())
        let outcome = await bench.run("doctor")
        #expect(outcome.status == .success, "\(outcome.output)")
        #expect(outcome.output.contains("append-only file, appendfsync everysec"))
        #expect(outcome.output.contains("MiB used, noeviction"))
        #expect(!outcome.output.contains("PROBLEM"), "\(outcome.output)")
        // That nobody reads yet is no fault of the server.
        let warnings = outcome.lines.filter { $0.hasPrefix("warning") && !$0.contains("nobody has ever read") }
        #expect(warnings.isEmpty, "\(outcome.output)")
        server.kill()
        try await server.start()
        #expect(server.ask("XLEN hokusai:{model_lifecycle:0}:log").contains(":1"))
        await server.stop()
    }

    @Test("each line of config/redis.conf stands below its reason")
    func redisReasons() throws {
        var isExplained = false
        for line in try Self.text("redis.conf").split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty { isExplained = false } else if line.hasPrefix("# ") { isExplained = true }
            #expect(line.isEmpty || isExplained, "\(line)")
        }
    }

    // MARK: systemd

    #if os(Linux)
        @Test("systemd has no complaint about the unit, and finds it hardened")
        func unit() async throws {
            let folder = try TemporaryFolder()
            // The program need not be installed where this is tried.
            let file = try folder.write(
                try Self.text("eventbus.service").replacing("/usr/local/bin/eventbus", with: "/bin/true"),
                to: "eventbus.service")
            let verified = try await Tool.run("systemd-analyze", "verify", "--man=no", file)
            #expect(verified.status == 0 && verified.said.isEmpty, "\(verified.said)")
            let judged = try await Tool.run(
                "systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", file)
            #expect(judged.status == 0, "\(judged.said.suffix(300))")
        }
    #endif

    @Test("the unit gives serve time to end in order, and does not repeat what a restart cannot mend")
    func unitLines() throws {
        let lines = Set(try Self.text("eventbus.service").split(separator: "\n").map(String.init))
        #expect(lines.contains("ExecStart=/usr/local/bin/eventbus serve") && lines.contains("TimeoutStopSec=20s"))
        let statuses = [ExitStatus.invalidInput, .usage, .misconfigured].map { "\($0.rawValue)" }
        #expect(lines.contains("RestartPreventExitStatus=" + statuses.joined(separator: " ")))
        #expect(lines.contains("StateDirectory=eventbus"))
    }

    // MARK: containers

    @Test("the task takes its secrets from Secrets Manager, runs as nobody, writes nothing, and has time to end")
    func task() throws {
        let task = try Self.object(JSONValue(parsing: Array(Self.text("ecs-task-definition.json").utf8)))
        guard case .array(let containers)? = task["containerDefinitions"] else { throw Unexpected() }
        let container = try Self.object(containers[0])
        #expect(container["readonlyRootFilesystem"] == true && container["user"] == "10001:10001")
        guard case .number(let stop)? = container["stopTimeout"] else { throw Unexpected() }
        #expect((Int(stop.description) ?? 0) >= 20)
        let plain = try Self.names(container["environment"])
        let secret = try Self.names(container["secrets"])
        #expect(secret.contains("REDIS_AUTH_TOKEN") && Set(plain).isDisjoint(with: secret))
        let unread = Self.unread(plain + secret)
        #expect(unread.isEmpty, "nothing reads \(unread)")
        for value in try Self.values(container["secrets"], "valueFrom") {
            #expect(value.hasPrefix("arn:aws:secretsmanager:"), "\(value)")
        }
        #expect(
            try Self.values(container["secrets"], "valueFrom").contains {
                $0.hasSuffix(":secret:hokusai/redis/development/auth-token")
            })
        let health = try Self.object(container["healthCheck"] ?? .null)
        try Self.expectRunnable(health["command"])
    }

    @Test("the compose file is YAML; its ports are on loopback, every service has a health check, no root writes")
    func compose() throws {
        let text = try Self.text("docker-compose.yml")
        _ = try YAMLReader.read(text, path: "docker-compose.yml")
        for line in text.split(separator: "\n") where line.contains(#/^ +- "[\d.]*:?\d+:\d+"$/#) {
            #expect(line.contains("\"127.0.0.1:"), "\(line)")
        }
        let services = text.components(separatedBy: "\nservices:\n")[1].components(separatedBy: "\nsecrets:\n")[0]
            .components(separatedBy: "\n\n")
        #expect(services.count == 4)
        for service in services {
            #expect(service.contains("healthcheck:") && service.contains("no-new-privileges:true"), "\(service)")
            #expect(service.contains("volumes:") && service.contains("cap_drop: [ALL]"))
        }
        let named = text.matches(of: #/(?m)^ +((?:REDIS|EVENTBUS|MESSAGE)_[A-Z_]+): /#).map { String($0.output.1) }
        let unread = Self.unread(named).subtracting(["REDIS_PASSWORD"])
        #expect(unread.isEmpty, "nothing reads \(unread)")
        for path in text.matches(of: #/(?m)^ +- \./([\w./-]+):/#).map({ String($0.output.1) }) {
            #expect(FileManager.default.fileExists(atPath: CommandBench.root + "/config/" + path), "\(path)")
        }
    }

    @Test("what Grafana and Prometheus are given is YAML, and names what the compose file has")
    func grafana() throws {
        for name in ["grafana/datasources.yml", "grafana/dashboards.yml", "prometheus/prometheus-compose.yml"] {
            _ = try YAMLReader.read(try Self.text(name), path: name)
        }
        let scraping = try Self.text("prometheus/prometheus-compose.yml")
        #expect(scraping.contains("serve:8080") && scraping.contains("/run/secrets/metrics-token"))
        #expect(try Self.text("docker-compose.yml").contains("/etc/prometheus/prometheus-compose.yml"))
        #expect(try Self.text("grafana/dashboards.yml").contains("path: /var/lib/grafana/dashboards"))
    }

    @Test("the image is built in two stages, runs as a user of its own, and asks the program itself how it is")
    func dockerfile() throws {
        let text = try Self.text("Dockerfile").replacing("\\\n", with: " ")
        let lines = text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
        #expect(lines.count(where: { $0.hasPrefix("FROM ") }) == 2)
        let last = lines.suffix(from: lines.lastIndex { $0.hasPrefix("FROM ") } ?? 0)
        #expect(last.contains("USER 10001:10001") && last.contains(#"ENTRYPOINT ["eventbus"]"#))
        #expect(last.contains(#"CMD ["serve"]"#))
        #expect(!text.contains("ADD ") && !text.contains(":latest") && !text.contains("apt-get upgrade"))
        for install in lines where install.contains("apt-get install") {
            #expect(install.contains("--no-install-recommends") && install.contains("rm -rf /var/lib/apt/lists/*"))
        }
        let check = try #require(last.first { $0.hasPrefix("HEALTHCHECK") })
        try Self.expectRunnable(JSONValue(parsing: Array(check.drop { $0 != "[" }.utf8)))
    }

    // MARK: reading

    private struct Unexpected: Error {}

    private static func object(_ value: JSONValue) throws -> JSONObject {
        if case .object(let object) = value { object } else { throw Unexpected() }
    }

    private static func names(_ list: JSONValue?) throws -> [String] { try values(list, "name") }

    private static func values(_ list: JSONValue?, _ name: String) throws -> [String] {
        guard case .array(let items)? = list else { throw Unexpected() }
        return try items.map { item in
            guard case .string(let text)? = try object(item)[name] else { throw Unexpected() }
            return text
        }
    }

    /// That a health check's command is one of ours.
    private static func expectRunnable(_ command: JSONValue?) throws {
        guard case .array(let items)? = command else { throw Unexpected() }
        let words = items.compactMap { if case .string(let word) = $0 { word } else { nil } }.filter { $0 != "CMD" }
        #expect(words.first == "eventbus")
        #expect((try? EventBusCommand.parseAsRoot(Array(words.dropFirst()))) != nil, "\(words)")
    }
}
