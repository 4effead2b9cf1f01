import Foundation
import NIOHTTP1
import TestSupport
import Testing

@testable import EventGateway

@Suite("the dashboard, in a browser", .serialized)
struct DashboardTests {
    /// A function of `Browser/scenarios.py`.
    struct Scenario: Sendable, CustomTestStringConvertible {
        let name: String
        let meaning: String

        var testDescription: String { meaning }
    }

    static let scenarios = [
        Scenario(name: "shows_everything", meaning: "what the overview says is seen, and the console stays empty"),
        Scenario(
            name: "turns_red_and_back",
            meaning: "red within 3 s of Redis or the gateway going, 6 s of silence; green in 3 s again"),
        Scenario(
            name: "redrives_by_keyboard",
            meaning: "dead letters are redriven and discarded by keys alone, with a reason, once somebody has confirmed"
        ),
        Scenario(
            name: "acts_on_all_that_fit",
            meaning: "all dead letters that fit the filter are redriven, once they were counted"),
        Scenario(name: "pauses_a_group", meaning: "a group is paused and resumed, and dead messages are redriven"),
        Scenario(
            name: "markup_is_inert",
            meaning: "markup in payloads, names and errors is text, and the policy would stop it"),
        Scenario(
            name: "fits_a_phone", meaning: "at 390 pixels nothing is wider than the page, and buttons fit a finger"),
        Scenario(name: "is_readable", meaning: "every text has a contrast of 4.5 : 1, in light and in dark"),
        Scenario(name: "speaks", meaning: "every control has a name of its own, and a new verdict is spoken"),
        Scenario(
            name: "wants_a_token", meaning: "a gateway with tokens asks for one, which no script can read afterwards"),
        Scenario(name: "readers_only_read", meaning: "who may not act sees the buttons disabled, and why"),
        Scenario(name: "follows_events", meaning: "the last 50 events run along until somebody pauses them"),
    ]

    @Test("what the page does", arguments: scenarios)
    func scenario(_ scenario: Scenario) async throws {
        let complaint = try await BrowserRun.complaint(of: scenario.name, page: DashboardPage())
        #expect(complaint == nil)
    }

    @Test("every scenario of the browser is run here")
    func complete() throws {
        let text = try String(contentsOf: BrowserRun.folder.appending(path: "scenarios.py"), encoding: .utf8)
        let list = try #require(text.range(of: "SCENARIOS = ["))
        let end = try #require(text.range(of: "]", range: list.upperBound..<text.endIndex))
        let names = text[list.upperBound..<end.lowerBound].split { !$0.isLetter && $0 != "_" }.map(String.init)
        #expect(names.sorted() == Self.scenarios.map(\.name).sorted())
    }

    @Test("the gateway answers / with the page and its policy")
    func route() async throws {
        let redis = try await TestRedisServer()
        let answer = try await GatewayBench.run(on: redis) { try await $0.ask("/") }
        await redis.stop()
        let page = DashboardPage()
        #expect(answer.status == 200)
        #expect(answer.text == page.document)
        #expect(answer.headers["content-security-policy"] == [page.policy])
        #expect(answer.headers["content-type"] == ["text/html; charset=utf-8"])
    }

    @Test("the page is whole, asks nobody else for anything, and its policy names its own script and style only")
    func document() {
        let page = DashboardPage()
        #expect(!page.document.contains("/* include"))
        #expect(
            !page.document.contains(" src=") && !page.document.contains("@import")
                && !page.document.contains("innerHTML"))
        let addresses = page.document.matches(of: /https?:\/\/[^"'` )]+/).map { String($0.output) }
        #expect(Set(addresses) == ["http://www.w3.org/2000/svg"])
        #expect(page.policy.hasPrefix("default-src 'none'; script-src 'sha256-"))
        #expect(!page.policy.contains("unsafe") && !page.policy.contains("'none'; style-src 'none'"))
    }
}
