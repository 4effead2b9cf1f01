import EventBus
import Foundation
import TestSupport
import Testing

@testable import EventBusCommand

@Suite("eventbus load")
struct LoadTests {
    private static let log = "hokusai:{model_lifecycle:0}:log"

    @Test("a load appends as many as it was told, each of its own aggregate, under one correlation id")
    func count() async throws {
        let server = try await TestRedisServer()
        let bench = CommandBench.on(server.url)
        let outcome = await bench.run("load", "--event", "model_registered", "--count", "50", "--json")
        #expect(outcome.status == .success, "\(outcome.errors)")
        let report = try #require(
            JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        #expect(report["appended"] as? Int == 50 && report["duplicates"] as? Int == 0 && report["failed"] as? Int == 0)
        #expect(((report["latency"] as? [String: Any])?["p99_ms"] as? Double ?? 0) > 0)
        #expect(server.ask("XLEN \(Self.log)").contains(":50"))
        let id = try #require(report["correlationid"] as? String)
        #expect(outcome.errors.contains(id))
        let tail = await bench.run("tail", "--from", "beginning", "--no-follow", "--json")
        #expect(tail.lines.count == 50 && tail.lines.allSatisfy { $0.contains(id) })
        #expect(Set(tail.lines.compactMap { $0.firstMatch(of: /"subject":"([^"]+)"/)?.1 }).count == 50)
        await server.stop()
    }

    @Test(
        "every event of the catalogue can be loaded",
        arguments: ["model_registered", "model_ready_to_deploy", "validation_failed", "deployed", "metric_improved"])
    func everyEvent(event: String) async throws {
        let server = try await TestRedisServer()
        let outcome = await CommandBench.on(server.url).run("load", "--event", event, "--count", "3")
        #expect(outcome.status == .success, "\(outcome.errors)")
        #expect(outcome.output.contains("3 \(event) appended in ") && outcome.output.contains("p50 "))
        await server.stop()
    }

    @Test("events of few aggregates with the same key are duplicates, and are counted as such")
    func aggregates() async throws {
        let server = try await TestRedisServer()
        let outcome = await CommandBench.on(server.url).run(
            "load", "--event", "model_registered", "--count", "10", "--aggregates", "2")
        #expect(outcome.output.contains("2 model_registered appended"), "\(outcome.output)")
        #expect(outcome.output.contains("8 had been appended before"))
        await server.stop()
    }

    @Test("a load ends with its time, at the rate it was given")
    func duration() async throws {
        let server = try await TestRedisServer()
        let outcome = await CommandBench.on(server.url).run(
            "load", "--event", "deployed", "--duration", "3s", "--rate", "10", "--json")
        let report = try #require(
            JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
        // On a busy machine the first come late, and the last are not begun.
        #expect((1...30).contains(report["appended"] as? Int ?? 0) && report["failed"] as? Int == 0)
        await server.stop()
    }

    @Test("failures are counted by their code, and the status is 1")
    func failures() async throws {
        let server = try await TestRedisServer(configuration: ["maxmemory 1", "maxmemory-policy noeviction"])
        var bench = CommandBench.on(server.url)
        bench.environment["MESSAGE_RETRY_MAX"] = "0"
        let outcome = await bench.run("load", "--event", "deployed", "--count", "3")
        #expect(outcome.status == .failure)
        #expect(outcome.output.contains("failed   3 × rejected"), "\(outcome.output)")
        await server.stop()
    }

    @Test(
        "a load without an end, of nothing or of an event that there is not is refused",
        arguments: [
            (["--event", "deployed"], "--count, --duration"), (["--event", "deployed", "--count", "0"], "at least 1"),
            (["--event", "deployed", "--duration", "soon"], "no time"),
            (["--event", "deployed", "--count", "1", "--rate", "0"], "above 0"),
            (["--event", "deployd", "--count", "1"], "did you mean `deployed`?"),
        ])
    func refused(arguments: [String], words: String) async {
        let outcome = await CommandBench.on("unix:///no/such/socket").run(["load"] + arguments)
        #expect(outcome.status == .usage || outcome.status == .invalidInput)
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }

    @Test("a schedule hands out each number once, when it is due, and ends at its first bound")
    func schedule() {
        let schedule = LoadSchedule(count: 3, duration: .seconds(10), rate: 2)
        #expect(schedule.take(elapsed: .zero) == LoadSchedule.Slot(number: 0, due: .zero))
        #expect(schedule.take(elapsed: .zero) == LoadSchedule.Slot(number: 1, due: .milliseconds(500)))
        #expect(schedule.progress(elapsed: .seconds(1)) > 0.6)
        #expect(schedule.take(elapsed: .seconds(11)) == nil)
        let short = LoadSchedule(count: nil, duration: .seconds(1), rate: 2)
        #expect((0..<5).compactMap { _ in short.take(elapsed: .zero) }.map(\.number) == [0, 1])
        #expect(short.progress(elapsed: .seconds(2)) == 1)
    }

    @Test("a histogram knows percentiles to two percent, and the maximum exactly")
    func histogram() {
        var histogram = LatencyHistogram()
        #expect(histogram.percentile(0.5) == nil)
        for number in 1...1_000 { histogram.add(.microseconds(number)) }
        var other = LatencyHistogram()
        other.add(.seconds(3))
        histogram.add(other)
        for (part, expected) in [(0.5, 501.0), (0.9, 901), (0.99, 991)] {
            let found = (histogram.percentile(part) ?? .zero) / .microseconds(1)
            #expect(abs(found - expected) < expected * 0.02, "\(part): \(found)")
        }
        #expect(histogram.percentile(1) == .seconds(3) && histogram.count == 1_001)
    }

    @Test("the progress bar fills up")
    func bar() {
        #expect(
            ProgressBar.text(0.5, count: 500, elapsed: .seconds(2))
                == String(repeating: "█", count: 15) + String(repeating: "░", count: 15) + " 50 %  500 events  250/s")
    }
}
