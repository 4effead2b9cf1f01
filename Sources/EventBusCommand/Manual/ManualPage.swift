import ConfiguredEventBus

/// The manual page `eventbus(1)`: what the argument parser and the settings say of themselves, as mdoc.
struct ManualPage {
    let root: ManualCommandEntry
    /// As mdoc writes it: `November 22, 2026`.
    let date: String

    /// The page.
    var text: String {
        var page = ManualText()
        page.macro("Dd \(date)")
        page.macro("Dt EVENTBUS 1")
        page.macro("Os")
        page.macro("Sh NAME")
        page.macro("Nm \(root.path[0])")
        page.macro("Nd \(ManualText.argument(Self.phrase(root.abstract)))")
        page.macro("Sh SYNOPSIS")
        page.macro("Nm")
        page.macro("Ar command")
        page.macro("Op Ar option ...")
        page.macro("Sh DESCRIPTION")
        page.prose(root.discussion.replacing("\n\n" + ExitStatus.help, with: ""))
        page.macro("Pp")
        page.prose("Most commands take these options:")
        list(common, in: &page)
        page.macro("Sh COMMANDS")
        for command in root.leaves { describe(command, in: &page) }
        environment(in: &page)
        page.macro("Sh EXIT STATUS")
        page.prose(ExitStatus.help.replacing("Exit status: ", with: ""))
        page.macro("Sh EXAMPLES")
        page.verbatim(Self.examples)
        return page.text
    }

    /// What at least half of the commands take, told once.
    private var common: [ManualArgument] {
        let leaves = root.leaves
        var order: [ManualArgument] = []
        var counts: [ManualArgument: Int] = [:]
        for argument in leaves.flatMap(\.arguments) where !argument.names.isEmpty {
            if counts[argument] == nil { order.append(argument) }
            counts[argument, default: 0] += 1
        }
        return order.filter { counts[$0, default: 0] * 2 >= leaves.count }
    }

    private func describe(_ command: ManualCommandEntry, in page: inout ManualText) {
        let shared = Set(common)
        let own = command.arguments.filter { !shared.contains($0) }
        page.macro("Ss \(command.path.dropFirst().joined(separator: " "))")
        page.macro("Nm \(command.path.joined(separator: " "))")
        for argument in own { page.macro(Self.synopsis(argument)) }
        page.macro("Pp")
        page.prose(command.abstract)
        let discussion = command.discussion.replacing(ExitStatus.help, with: "")
        if discussion.contains(where: { !$0.isWhitespace }) {
            page.macro("Pp")
            page.prose(discussion)
        }
        if !own.isEmpty { list(own, in: &page) }
    }

    private func list(_ arguments: [ManualArgument], in page: inout ManualText) {
        page.macro("Bl -tag -width Ds")
        for argument in arguments {
            page.macro("It " + Self.written(argument))
            let standard = argument.standard.map { " Default: \($0)" } ?? ""
            page.prose(argument.abstract + standard)
        }
        page.macro("El")
    }

    private func environment(in page: inout ManualText) {
        page.macro("Sh ENVIRONMENT")
        page.macro("Bl -tag -width Ds")
        for setting in Setting.all {
            page.macro("It Ev \(setting.environmentVariable)")
            page.prose(setting.summary + (setting.defaultText.map { " Default: \($0)" } ?? ""))
        }
        page.macro("El")
        page.macro("Sh FILES")
        page.macro("Bl -tag -width Ds")
        page.macro("It Pa config/eventbus.yaml")
        page.prose("The same settings but secrets; environment variables win over it.")
        page.macro("El")
    }

    private static func synopsis(_ argument: ManualArgument) -> String {
        let dots = argument.isRepeating ? " ..." : ""
        guard argument.isOptional else { return written(argument) + dots }
        return "Op " + written(argument) + dots
    }

    private static func written(_ argument: ManualArgument) -> String {
        let value = argument.value.map { "Ar \($0)" }
        guard !argument.names.isEmpty else { return value ?? "" }
        let names = argument.names.map { "Fl \($0.dropFirst())" }.joined(separator: " , ")
        return [names, value].compactMap { $0 }.joined(separator: " ")
    }

    /// Without the full stop, which stands at no name's end.
    private static func phrase(_ sentence: String) -> String {
        sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
    }

    private static let examples = [
        "eventbus doctor",
        "eventbus publish model_registered --file docs/examples/1-model_registered.json",
        "eventbus tail --from beginning --type model_registered",
        "eventbus dead redrive --group contract-deployer --newer-than 1h",
    ]
}
