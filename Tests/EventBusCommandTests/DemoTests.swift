import Testing

@testable import EventBusCommand

@Suite("eventbus demo")
struct DemoTests {
    @Test("the demonstration shows log, list, channel, typed consumer, history and the broken consumer")
    func demo() async throws {
        let folder = try TemporaryFolder()
        let arguments = [
            "demo", "--serve-for", "0", "--folder", folder.path + "/redis", "--catalogue", CommandBench.schemas,
            "--examples",
            CommandBench.root + "/docs/examples",
        ]
        for _ in 1...2 {
            let outcome = await CommandBench().run(arguments)
            #expect(outcome.status == .success, "\(outcome.errors)")
            for words in [
                "log entry", "list hokusai:model_ready_queue", "BRPOPLPUSH", "channel hokusai:events:deployed",
                "consumer ModelReadyToDeploy", "version 5 ", "contract-deployer", "CONSUMER_READS_REMOVED_FIELD",
                "What to try next",
            ] {
                #expect(outcome.output.contains(words), "\(words)")
            }
        }
    }

    @Test("without payloads it says where to run it")
    func noExamples() async throws {
        let folder = try TemporaryFolder()
        let outcome = await CommandBench().run(
            "demo", "--serve-for", "0", "--folder", folder.path + "/redis", "--catalogue", CommandBench.schemas,
            "--examples", folder.path)
        #expect(outcome.status == .invalidInput)
        #expect(outcome.errors.contains("--examples"))
    }
}
