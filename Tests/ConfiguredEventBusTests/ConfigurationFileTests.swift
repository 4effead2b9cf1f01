import Configuration
import Foundation
import RedisClient
import RedisEventBus
import Testing

@testable import ConfiguredEventBus

@Suite("The configuration file")
struct ConfigurationFileTests {
    @Test("values are read with their lines, as the text that was written")
    func values() throws {
        let text =
            "redis:\n  url: redis://h:1\nmessage:\n  retry_max: 5\n  retry_base_delay: 1.0\n\neventbus:\n  namespace: \"no\"\n"
        let file = try ConfigurationFile(text: text, path: "e.yaml")
        let settings = try EventBusSettings(SettingsSources(flags: [:], environment: [:], file: file).resolve())
        #expect(settings.redis?.address == .tcp(host: "h", port: 1))
        #expect(settings.publishing.retry.maximumRetries == 5)
        #expect(settings.namespace == "no")
        #expect(settings.resolved[.retryMaximum].origin == .file(path: "e.yaml", line: 4))
        #expect(settings.resolved[.namespace].origin == .file(path: "e.yaml", line: 8))
    }

    @Test(
        "nothing, comments and empty values set nothing",
        arguments: ["", "# nothing\n", "redis:\n", "redis:\n  url:\n"])
    func nothing(text: String) throws {
        #expect(try ConfigurationFile(text: text, path: "e.yaml").values.isEmpty)
    }

    @Test(
        "a wrong file is an error with its line and a remedy",
        arguments: [
            ("redis:\n  hots: a\n", 2, "host"), ("redis:\n  url: a\nmesage:\n  retry_max: 1\n", 3, "message"),
            ("redis: a\n", 1, "Indent"), ("- a\n", 1, "redis:"), ("redis:\n  host: [a]\n", 2, "one line"),
            ("redis:\n  host: a\n  host: b\n", 3, ""), ("redis:\n  host: &a b\n", 2, ""),
            ("eventbus:\n  config: x\n", 2, ""),
        ])
    func wrongFiles(text: String, line: Int, remedy: String) throws {
        let error = try #require(throws: SettingsError.self) { try ConfigurationFile(text: text, path: "e.yaml") }
        let problem = try #require(error.problems.first)
        #expect(problem.origin == .file(path: "e.yaml", line: line))
        #expect(remedy.isEmpty || problem.remedy.contains(remedy))
    }

    @Test("every wrong name is reported in one run")
    func allNames() throws {
        let error = try #require(throws: SettingsError.self) {
            try ConfigurationFile(text: "redis:\n  a: 1\n  b: 2\nc:\n  d: 3\n", path: "e.yaml")
        }
        #expect(error.problems.count == 3)
    }

    @Test("a file that somebody named must be there; the usual one need not be")
    func missing() throws {
        let error = try #require(throws: SettingsError.self) {
            try EventBusSettings.load(environment: ["EVENTBUS_CONFIG": "no/such/file.yaml"])
        }
        #expect(error.problems.map(\.kind) == [.unreadableFile])
        #expect(error.description.contains("no/such/file.yaml"))
        #expect(try ConfigurationFile.read(path: "no/such/file.yaml", named: .default).values.isEmpty)
    }

    @Test("the file named by a flag is the one that is read")
    func namedByFlag() throws {
        let path = NSTemporaryDirectory() + "eventbus-\(UUID().uuidString).yaml"
        try "eventbus:\n  namespace: mine\n".write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let settings = try EventBusSettings.load(
            flags: [.configurationFile: path], environment: ["EVENTBUS_CONFIG": "no/such/file.yaml"])
        #expect(settings.namespace == "mine")
    }

    @Test("the file serves swift-configuration with the type that is asked for")
    func provider() async throws {
        let file = try ConfigurationFile(
            text: "redis:\n  port: 7\n  tls_enabled: True\nmessage:\n  retry_base_delay: 0.5\n", path: "e")
        let provider = YAMLSettingsProvider(path: file.path, values: file.values)
        let reader = ConfigReader(provider: provider)
        #expect(reader.int(forKey: "redis.port") == 7)
        #expect(reader.bool(forKey: "redis.tls_enabled") == true)
        #expect(reader.double(forKey: "message.retry_base_delay") == 0.5)
        #expect(reader.string(forKey: "redis.host") == nil)
        #expect(throws: (any Error).self) { try reader.requiredInt(forKey: "message.retry_base_delay") }
        #expect(try await reader.fetchInt(forKey: "redis.port") == 7)
        let watched = try await reader.watchInt(forKey: "redis.port") { updates in
            for await value in updates { return value }
            return nil
        }
        #expect(watched == 7)
    }
}
