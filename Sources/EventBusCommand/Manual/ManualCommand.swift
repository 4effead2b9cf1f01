import ArgumentParser
import EventCatalogue

/// `eventbus manual`: the manual page.
struct ManualCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual",
        abstract: "Print the manual page eventbus(1), as mdoc.",
        discussion: """
            `eventbus manual > eventbus.1 && man ./eventbus.1` shows it; `make manual` installs it with the shell \
            completions. \(ExitStatus.help)
            """)

    func run() async throws {
        let root = try ManualCommandEntry.root(of: EventBusCommand._dumpHelp())
        let page = ManualPage(root: root, date: Self.written(try Today.date()))
        CommandContext.current.output(page.text)
    }

    /// A date as mdoc wants it: `November 22, 2026`.
    static func written(_ date: CalendarDate) -> String {
        let parts = date.description.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, months.indices.contains(parts[1] - 1) else { return date.description }
        return "\(months[parts[1] - 1]) \(parts[2]), \(parts[0])"
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
}
