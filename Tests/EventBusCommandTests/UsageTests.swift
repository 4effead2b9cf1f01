import Testing

@testable import EventBusCommand

@Suite("Usage of eventbus")
struct UsageTests {
    private let bench = CommandBench()

    @Test(
        "a wrong command line ends with 64 and says what is wrong",
        arguments: [
            ["frob"], ["publish"], ["publish", "e", "--data", "{}", "--file", "f"], ["consume"],
            ["tail", "--count", "0"],
            ["pause"], ["resume", "--group", ""],
            ["consume", "--group", "g", "--count", "0"], ["route", "--batch", "0"], ["catalogue", "generate"],
            ["tail", "--embedded", "--redis-url", "redis://h"], ["queue", "take", "--count", "0"],
            ["queue", "dead", "--limit", "0"], ["dead", "list", "--limit", "0"], ["dead", "list", "x"],
            ["dead", "redrive", "--rate", "0"], ["dead", "list", "--older-than", "soon"], ["dead", "show", "1-1"],
            ["reap", "--visibility", "soon"], ["bridge"],
            ["token", "create", "--name", "a b"], ["token", "create", "--name", "a", "--roles", "admin"],
            ["token", "create", "--name", "a", "--roles", ","],
        ])
    func usage(arguments: [String]) async {
        let outcome = await bench.run(arguments)
        #expect(outcome.status == .usage)
        #expect(!outcome.errors.isEmpty)
        #expect(outcome.output.isEmpty)
    }

    @Test(
        "every command explains itself and its exit status",
        arguments: [
            ["--help"], ["publish", "--help"], ["consume", "--help"], ["tail", "--help"], ["history", "--help"],
            ["groups", "--help"], ["pause", "--help"], ["resume", "--help"],
            ["route", "--help"], ["doctor", "--help"], ["demo", "--help"], ["config", "show", "--help"],
            ["queue", "--help"], ["queue", "list", "--help"],
            ["queue", "take", "--help"], ["queue", "dead", "--help"], ["queue", "redrive", "--help"],
            ["queue", "discard", "--help"], ["reap", "--help"], ["bridge", "--help"], ["dead", "--help"],
            ["dead", "list", "--help"],
            ["dead", "show", "--help"], ["dead", "redrive", "--help"], ["dead", "discard", "--help"],
            ["catalogue", "check", "--help"],
            ["catalogue", "show", "--help"], ["catalogue", "generate", "--help"],
        ])
    func help(arguments: [String]) async {
        let outcome = await bench.run(arguments)
        #expect(outcome.status == .success)
        let words = outcome.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("Exit status: 0 done"))
    }

    @Test(
        "without a configured Redis a command ends with 78 and names the variables",
        arguments: [
            ["publish", "model_registered", "--data", "{}"], ["tail"], ["history", "x"], ["route"],
            ["consume", "--group", "g"],
        ])
    func nothingConfigured(arguments: [String]) async {
        let bench = CommandBench(environment: ["EVENTBUS_CATALOGUE": CommandBench.schemas])
        let outcome = await bench.run(arguments)
        #expect(outcome.status == .misconfigured)
        #expect(outcome.errors.contains("REDIS_URL") && outcome.errors.contains("REDIS_HOST"))
    }

    @Test(
        "a catalogue that is not there, and a folder without one, end with 2 and say how to name it",
        arguments: [
            (["status"], "--catalogue or EVENTBUS_CATALOGUE"), (["catalogue", "show"], "give its path, or name it in"),
        ])
    func noCatalogue(arguments: [String], remedy: String) async throws {
        let folder = try TemporaryFolder()
        for path in ["/no/such/schemas", folder.path] {
            let outcome = await CommandBench(environment: [
                "REDIS_URL": "unix:///no/such/socket", "EVENTBUS_CATALOGUE": path,
            ]).run(arguments)
            #expect(outcome.status == .invalidInput)
            #expect(outcome.errors.contains("error: \(path): ") && outcome.errors.contains(remedy), "\(outcome.errors)")
        }
    }

    @Test("what is configured nowhere is not said to stand in the defaults")
    func noOrigin() async {
        var bench = CommandBench.on("unix:///no/such/socket")
        bench.environment["EVENTBUS_MLFLOW_WEBHOOK_SECRET"] = String(repeating: "5ecret", count: 8)
        let outcome = await bench.run("mlflow", "setup", "--url", "https://h/webhooks/mlflow")
        #expect(outcome.status == .misconfigured)
        #expect(outcome.errors.hasPrefix("error: No MLflow server is configured. "), "\(outcome.errors)")
    }

    @Test("a mistyped address ends with 78, without its password, and never uses a private store")
    func mistyped() async {
        let bench = CommandBench(environment: [
            "REDIS_URL": "http://u:hidden@h", "EVENTBUS_CATALOGUE": CommandBench.schemas,
        ])
        let outcome = await bench.run("publish", "model_registered", "--data", Payloads.registered())
        #expect(outcome.status == .misconfigured)
        #expect(outcome.errors.contains("REDIS_URL"))
        #expect(!outcome.errors.contains("hidden"))
    }

    @Test("a Redis that does not answer ends with 69")
    func unreachable() async {
        let outcome = await CommandBench.on("unix:///no/such/socket").run(
            "publish", "model_registered", "--data", Payloads.registered())
        #expect(outcome.status == .unavailable)
        #expect(outcome.errors.contains("/no/such/socket"))
    }

    @Test("a transport that is not built ends with 78 and names the one that is")
    func transport() async {
        var bench = CommandBench.on("redis://localhost")
        bench.environment["MESSAGE_QUEUE_TYPE"] = "sqs"
        let outcome = await bench.run("tail")
        #expect(outcome.status == .misconfigured)
        #expect(outcome.errors.contains("MESSAGE_QUEUE_TYPE=redis"))
    }
}
