import Logging
import RedisEventBus
import Testing

@testable import ConfiguredEventBus

@Suite("Values of settings")
struct SettingsValuesTests {
    private func settings(_ environment: [String: String]) throws -> EventBusSettings {
        try EventBusSettings(SettingsSources(flags: [:], environment: environment, file: .empty).resolve())
    }

    @Test("nothing configured gives the defaults")
    func defaults() throws {
        let settings = try settings([:])
        #expect(settings.queueType == .redis)
        #expect(settings.queueName == nil)
        #expect(settings.publishing.retry == PublishRetryPolicy(maximumRetries: 3, baseDelay: .seconds(1)))
        #expect(settings.publishing.memoryHighWater == 0.9 && settings.publishing.maximumEntryBytes == 1_048_576)
        #expect(settings.deliveryTarget == .seconds(1))
        #expect(settings.namespace == "hokusai")
        #expect(settings.cataloguePath == "schemas")
        #expect(settings.embeddedFolder == ".eventbus")
        #expect(settings.logLevel == .warning)
        #expect(settings.redis == nil)
    }

    @Test(
        "a bad value is an error that says what, where and how to mend it",
        arguments: [
            ("REDIS_PORT", "70000"), ("REDIS_PORT", "6379.0"), ("REDIS_TLS_ENABLED", "maybe"),
            ("MESSAGE_QUEUE_TYPE", "kafka"), ("MESSAGE_RETRY_MAX", "-1"), ("MESSAGE_RETRY_MAX", "many"),
            ("MESSAGE_RETRY_BASE_DELAY", "soon"), ("MESSAGE_RETRY_BASE_DELAY", "-1"),
            ("MESSAGE_RETRY_BASE_DELAY", "nan"),
            ("EVENTBUS_CONNECT_TIMEOUT", "0"), ("EVENTBUS_NAMESPACE", "a{b}"), ("EVENTBUS_NAMESPACE", "a b"),
            ("EVENTBUS_BREAKER_FAILURES", "0"), ("EVENTBUS_BREAKER_OPEN_TIME", "0"),
            ("EVENTBUS_DELIVERY_TARGET", "0"), ("EVENTBUS_DELIVERY_TARGET", "2h"), ("EVENTBUS_MEMORY_HIGH_WATER", "90"),
            ("EVENTBUS_MAX_EVENT_BYTES", "1mb"),
            ("EVENTBUS_LOG_LEVEL", "loud"), ("REDIS_HOST", "redis://h"),
            ("EVENTBUS_BRIDGE_LISTS", "a=b=c"), ("EVENTBUS_BRIDGE_LISTS", "a, =b"), ("EVENTBUS_BRIDGE_LISTS", "a="),
        ])
    func badValues(variable: String, text: String) throws {
        let error = try #require(throws: SettingsError.self) {
            try settings(["REDIS_HOST": "h"].merging([variable: text]) { $1 })
        }
        let problem = try #require(error.problems.first)
        #expect(error.problems.count == 1)
        #expect(problem.kind == .invalidValue)
        #expect(problem.origin == .environment(variable))
        #expect(problem.what.contains("“\(text)”"))
        #expect(problem.remedy.contains(Setting.all.first { $0.environmentVariable == variable }?.example ?? "-"))
    }

    @Test("bridged lists stand with commas between, each with its event where it does not say so itself, and once")
    func bridgedLists() throws {
        #expect(try settings([:]).bridgedLists.isEmpty)
        #expect(
            try settings(["EVENTBUS_BRIDGE_LISTS": "hokusai:a=deployed, b:c"]).bridgedLists
                == [BridgedList(list: "hokusai:a", event: "deployed"), BridgedList(list: "b:c")])
        let error = #expect(throws: SettingsError.self) { try settings(["EVENTBUS_BRIDGE_LISTS": "a,a=b"]) }
        #expect(error?.problems.first?.what.contains("names a twice") == true)
    }

    @Test("every bad value is reported in one run")
    func together() throws {
        let error = try #require(throws: SettingsError.self) {
            try settings(["MESSAGE_RETRY_MAX": "x", "EVENTBUS_LOG_LEVEL": "y", "MESSAGE_QUEUE_TYPE": "z"])
        }
        #expect(error.problems.count == 3)
    }

    @Test("a transport that is not built says so and names the one that is", arguments: ["webhook", "sqs", "fallback"])
    func transports(name: String) throws {
        let settings = try settings(["MESSAGE_QUEUE_TYPE": name, "REDIS_URL": "redis://h"])
        let error = try #require(throws: SettingsError.self) { try settings.requiredRedis() }
        #expect(error.problems.map(\.kind) == [.unavailableTransport])
        #expect(error.description.contains("not available in this build"))
        #expect(error.description.contains("MESSAGE_QUEUE_TYPE=redis"))
    }

    @Test(
        "lengths of time are read as people write them",
        arguments: [
            ("1", 1000), ("1.0", 1000), ("0.25", 250), ("250ms", 250), ("2s", 2000), ("5m", 300_000), ("1h", 3_600_000),
            ("1_000ms", 1000), ("0", 0),
        ])
    func durations(text: String, milliseconds: Int) {
        #expect(DurationText.read(text) == .milliseconds(milliseconds))
    }

    @Test(
        "texts that are no lengths of time are refused",
        arguments: ["", "s", "-1", "1e3", "1 s", "one", "9999d", ".5", "1.2.3"])
    func badDurations(text: String) {
        #expect(DurationText.read(text) == nil)
    }

    @Test("the delay between tries doubles up to its limit")
    func backOff() {
        let retry = PublishRetryPolicy(maximumRetries: 9, baseDelay: .seconds(1))
        #expect(
            (1...7).map { retry.delayLimit(beforeRepetition: $0) } == [1, 2, 4, 8, 16, 30, 30].map { .seconds($0) })
    }

    @Test(
        "a password never shows",
        arguments: [
            ("redis://user:secret@host:1/0", "redis://user:***@host:1/0"),
            ("redis://:secret@host", "redis://:***@host"),
            ("user:se@cret@host", "user:***@host"), ("redis://secret@host", "redis://***@host"),
            ("redis://user:secret", "redis://user:***"), ("redis://u:se/cret@h/1", "redis://u:***@h/1"),
            ("redis://u:se?cret@h", "redis://u:***@h"),
            ("redis://h?password=secret&db=1", "redis://h?password=***&db=1"),
            ("redis://host:6379/0", "redis://host:6379/0"), ("redis://[::1]:6379", "redis://[::1]:6379"),
            ("unix:///run/redis.sock?db=1", "unix:///run/redis.sock?db=1"),
        ])
    func redaction(url: String, shown: String) {
        #expect(Redaction.url(url) == shown)
    }

    @Test("shown values hide tokens and passwords wherever they come from")
    func shownValues() throws {
        let environment = ["REDIS_URL": "redis://u:hidden@h", "REDIS_AUTH_TOKEN": "hidden"]
        let resolved = try SettingsSources(flags: [:], environment: environment, file: .empty).resolve()
        #expect(resolved[.redisURL].shownText == "redis://u:***@h")
        #expect(resolved[.redisAuthToken].shownText == "***")
        #expect(resolved.values.allSatisfy { !($0.shownText ?? "").contains("hidden") })
    }

    @Test(
        "no error ever holds a password",
        arguments: ["redis://u:hidden@h:port", "http://u:hidden@h", "redis://u:hidden", "u:hid den@"])
    func errorsHidePasswords(url: String) {
        do {
            _ = try settings(["REDIS_URL": url, "REDIS_HOST": "other", "REDIS_AUTH_TOKEN": "hidden2"])
            Issue.record("\(url) was accepted")
        } catch {
            #expect(!"\(error)".contains("hid"))
        }
    }
}
