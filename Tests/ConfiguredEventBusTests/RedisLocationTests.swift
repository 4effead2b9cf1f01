import RedisClient
import Testing

@testable import ConfiguredEventBus

@Suite("Where Redis is")
struct RedisLocationTests {
    private func settings(
        _ environment: [String: String], flags: [Setting: String] = [:], file: [(Setting, String)] = []
    ) throws -> EventBusSettings {
        let values = file.enumerated().map { LocatedText(path: $1.0.path, text: $1.1, line: $0 + 1) }
        let configuration = ConfigurationFile(path: "eventbus.yaml", values: values)
        return try EventBusSettings(
            SettingsSources(flags: flags, environment: environment, file: configuration).resolve())
    }

    private func problems(_ environment: [String: String], flags: [Setting: String] = [:]) -> [SettingsError.Problem] {
        do {
            _ = try settings(environment, flags: flags)
            return []
        } catch let error as SettingsError {
            return error.problems
        } catch {
            Issue.record(error)
            return []
        }
    }

    @Test(
        "an address gives every part of the connection",
        arguments: [
            ("redis://h", "redis://h:6379/0"), ("h", "redis://h:6379/0"), ("h:7000", "redis://h:7000/0"),
            ("rediss://user:pw@h:1/3", "rediss://user:***@h:1/3"),
            ("unix:///run/redis.sock", "unix:///run/redis.sock?db=0"),
        ])
    func addresses(url: String, shown: String) throws {
        #expect(try settings(["REDIS_URL": url]).redis?.description == shown)
    }

    @Test("host, port, token, user, database and TLS give the connection where there is no address")
    func parts() throws {
        let redis = try #require(
            try settings([
                "REDIS_HOST": "cache", "REDIS_PORT": "7001", "REDIS_AUTH_TOKEN": "t0ken", "REDIS_TLS_ENABLED": "TRUE",
                "EVENTBUS_REDIS_USERNAME": "bus", "EVENTBUS_REDIS_DATABASE": "2", "EVENTBUS_TLS_CA_FILE": "ca.pem",
                "EVENTBUS_CONNECT_TIMEOUT": "250ms", "EVENTBUS_COMMAND_TIMEOUT": "1.5",
            ]).redis)
        #expect(redis.address == .tcp(host: "cache", port: 7001))
        #expect(redis.password == "t0ken")
        #expect(redis.username == "bus")
        #expect(redis.database == 2)
        #expect(redis.tls?.authorityFile == "ca.pem")
        #expect(redis.connectTimeout == .milliseconds(250))
        #expect(redis.commandTimeout == .milliseconds(1500))
    }

    @Test(
        "an address and a part that contradicts it are an error that names both",
        arguments: [
            ("redis://a", "REDIS_HOST", "b"), ("redis://a:1", "REDIS_PORT", "2"), ("redis://a", "REDIS_PORT", "6380"),
            ("redis://:one@a", "REDIS_AUTH_TOKEN", "two"), ("redis://a", "REDIS_TLS_ENABLED", "true"),
            ("rediss://a", "REDIS_TLS_ENABLED", "false"), ("unix:///s", "REDIS_HOST", "a"),
            ("redis://u:p@a", "EVENTBUS_REDIS_USERNAME", "v"), ("redis://a/1", "EVENTBUS_REDIS_DATABASE", "2"),
        ])
    func disagreement(url: String, variable: String, text: String) throws {
        let problem = try #require(problems(["REDIS_URL": url, variable: text]).first)
        #expect(problem.kind == .disagreement)
        #expect(problem.origin == .environment(variable))
        #expect(problem.what.contains(variable) && problem.what.contains("REDIS_URL"))
        #expect(!problem.description.contains("two") && !problem.description.contains("one@"))
    }

    @Test("parts that say the same as the address are welcome")
    func agreement() throws {
        let redis = try settings([
            "REDIS_URL": "rediss://:t@Cache:7000", "REDIS_HOST": "cache", "REDIS_PORT": "7000", "REDIS_AUTH_TOKEN": "t",
            "REDIS_TLS_ENABLED": "true",
        ]).redis
        #expect(redis?.address == .tcp(host: "Cache", port: 7000))
    }

    @Test("a token completes an address without a password, and TLS one without a scheme")
    func completion() throws {
        let redis = try settings(["REDIS_URL": "cache:7000", "REDIS_AUTH_TOKEN": "t", "REDIS_TLS_ENABLED": "yes"]).redis
        #expect(redis?.password == "t")
        #expect(redis?.tls != nil)
    }

    @Test(
        "a user completes an address that names none, wherever each was written",
        arguments: ["redis://cache", "redis://:pw@cache", "unix:///run/redis.sock", "cache:7000"])
    func user(url: String) throws {
        let both = ["REDIS_URL": url, "EVENTBUS_REDIS_USERNAME": "serve", "REDIS_AUTH_TOKEN": "pw"]
        let redis = try #require(try settings(both).redis)
        #expect(redis.username == "serve" && redis.password == "pw")
        let byFlag = try settings(["EVENTBUS_REDIS_USERNAME": "serve"], flags: [.redisURL: url])
        #expect(byFlag.redis?.username == "serve")
        let named = try settings(["EVENTBUS_REDIS_USERNAME": "serve"], flags: [.redisURL: "redis://bus:pw@cache"])
        #expect(named.redis?.username == "bus")
    }

    @Test("an address written at a higher place overrides parts written below it")
    func overriding() throws {
        let byFlag = try settings(["REDIS_HOST": "b", "REDIS_PORT": "9"], flags: [.redisURL: "redis://a"])
        #expect(byFlag.redis?.address == .tcp(host: "a", port: 6379))
        let byVariable = try settings(["REDIS_URL": "redis://a"], file: [(.redisHost, "b")])
        #expect(byVariable.redis?.address == .tcp(host: "a", port: 6379))
    }

    @Test("an address in the file does not silently lose to a host in the environment")
    func fileAddressAgainstVariable() {
        #expect(throws: SettingsError.self) {
            try settings(["REDIS_HOST": "b"], file: [(.redisURL, "redis://a")])
        }
    }

    @Test("a mistyped address is an error, and never nothing")
    func mistyped() throws {
        for url in ["http://localhost", "redis:/localhost", "redis://", "redis://h:port", "redis//h"] {
            let problem = try #require(problems(["REDIS_URL": url]).first, "\(url)")
            #expect(problem.kind == .invalidValue)
            #expect(problem.origin == .environment("REDIS_URL"))
        }
    }

    @Test("certificates without TLS, and half a client certificate, are errors")
    func certificates() {
        let plain = problems(["REDIS_URL": "redis://a", "EVENTBUS_TLS_CA_FILE": "ca.pem"])
        #expect(plain.map(\.kind) == [.disagreement])
        let half = problems(["REDIS_URL": "rediss://a", "EVENTBUS_TLS_KEY_FILE": "key.pem"])
        #expect(half.map(\.kind) == [.disagreement])
    }
}
