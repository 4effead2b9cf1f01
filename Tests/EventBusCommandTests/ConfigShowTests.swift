import EventBus
import Testing

@testable import EventBusCommand

@Suite("eventbus config")
struct ConfigShowTests {
    @Test("show prints each value with its origin, and secrets as ***")
    func show() async {
        let bench = CommandBench(environment: ["REDIS_URL": "redis://u:hidden@h", "REDIS_AUTH_TOKEN": "hidden"])
        let outcome = await bench.run("config", "show", "--namespace", "mine")
        #expect(outcome.status == .success)
        #expect(outcome.output.contains(/redis\.url +redis:\/\/u:\*\*\*@h +environment REDIS_URL/))
        #expect(outcome.output.contains(/redis\.auth_token +\*\*\* +environment REDIS_AUTH_TOKEN/))
        #expect(outcome.output.contains(/eventbus\.namespace +mine +--namespace/))
        #expect(outcome.output.contains(/message\.retry_max +3 +default/))
        #expect(!(outcome.output + outcome.errors).contains("hidden"))
    }

    @Test("show says what is wrong and ends with 78, after the table")
    func wrong() async {
        let outcome = await CommandBench(environment: ["REDIS_PORT": "many"]).run("config", "show")
        #expect(outcome.output.contains("redis.port"))
        let bad = await CommandBench(environment: ["REDIS_HOST": "h", "REDIS_PORT": "many"]).run("config", "show")
        #expect(bad.status == .misconfigured)
        #expect(bad.output.contains("redis.port"))
        #expect(bad.errors.contains("environment REDIS_PORT"))
    }

    @Test("show --json gives one object for each setting")
    func json() async throws {
        let outcome = await CommandBench().run("config", "show", "--json")
        for line in outcome.lines {
            guard case .object(let object) = try JSONValue(parsing: Array(line.utf8)) else {
                Issue.record("\(line)")
                continue
            }
            #expect(object["setting"] != nil && object["origin"] != nil && object["variable"] != nil)
        }
        #expect(outcome.lines.count > 15)
    }

    @Test("template prints a file with every setting")
    func template() async {
        #expect(await CommandBench().run("config", "template", "env").output.contains("# REDIS_URL="))
        #expect(await CommandBench().run("config", "template", "yaml").output.contains("#   namespace: hokusai"))
    }
}
