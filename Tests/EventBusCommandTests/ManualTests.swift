import ArgumentParser
import ConfiguredEventBus
import EventBus
import Foundation
import TestSupport
import Testing

@testable import EventBusCommand

@Suite("The manual page and the shell completions")
struct ManualTests {
    @Test("the page names every command, every option of each, every variable and every exit status")
    func complete() async throws {
        let outcome = await CommandBench().run("manual")
        #expect(outcome.status == .success)
        let root = try ManualCommandEntry.root(of: EventBusCommand._dumpHelp())
        #expect(root.leaves.count > 30)
        for command in root.leaves {
            #expect(outcome.output.contains(".Ss \(command.path.dropFirst().joined(separator: " "))\n"))
            for name in command.arguments.flatMap(\.names) {
                #expect(outcome.output.contains("Fl \(name.dropFirst())"), "\(command.path) \(name)")
            }
        }
        for setting in Setting.all { #expect(outcome.output.contains(".It Ev \(setting.environmentVariable)\n")) }
        #expect(outcome.output.contains("69 Redis unavailable"))
    }

    @Test("the page says nothing of the machine that it was printed on")
    func impersonal() async {
        let page = await CommandBench().run("manual").output
        #expect(!page.contains("Default: \(ProcessName.standard)") && !page.contains(ProcessName.person))
    }

    #if os(Linux)
        @Test("mandoc has no complaint about the page")
        func lint() async throws {
            let folder = try TemporaryFolder()
            let file = try folder.write(await CommandBench().run("manual").output, to: "eventbus.1")
            let (status, said) = try await Tool.run("mandoc", "-T", "lint", "-W", "warning", file)
            #expect(status == 0, "\(said)")
        }
    #endif

    @Test(
        "each shell gets its completions",
        arguments: [("bash", "complete"), ("zsh", "#compdef eventbus"), ("fish", "complete -c")])
    func completions(shell: String, word: String) async throws {
        let outcome = await CommandBench().run("--generate-completion-script", shell)
        #expect(outcome.status == .success)
        #expect(outcome.output.contains(word) && outcome.output.contains("retention"))
        guard shell == "bash" else { return }
        let folder = try TemporaryFolder()
        let file = try folder.write(outcome.output, to: "eventbus.bash")
        let (status, said) = try await Tool.run("bash", "-n", file)
        #expect(status == 0, "\(said)")
    }

    @Test("names of events, streams, groups and lists are completed from the catalogue that the command line names")
    func names() throws {
        let line = ["eventbus", "publish", "--catalogue", CommandBench.schemas]
        #expect(CatalogueCompletion.declarations(line).map(\.type).contains("model_registered"))
        let joined = ["eventbus", "publish", "--catalogue=" + CommandBench.schemas]
        #expect(CatalogueCompletion.declarations(joined).count == CatalogueCompletion.declarations(line).count)
        #expect(CatalogueCompletion.declarations(["eventbus", "--catalogue", "/no/such"]).isEmpty)
    }

    @Test("the shell's question is answered by the program")
    func asked() async throws {
        let outcome = await CommandBench(environment: ["EVENTBUS_CATALOGUE": CommandBench.schemas]).run(
            "---completion", "publish", "--", "positional@0", "1", "0", "eventbus", "publish")
        #expect(outcome.output.contains("model_ready_to_deploy"), "\(outcome)")
    }
}
