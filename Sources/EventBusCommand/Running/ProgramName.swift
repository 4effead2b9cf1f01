/// How the person who runs this program called it.
enum ProgramName {
    /// The path as it was typed where that is the program, so that a suggestion can be copied; else its name.
    static var shown: String {
        let typed = CommandLine.arguments.first ?? ""
        return typed.hasSuffix("eventbus") ? typed : "eventbus"
    }
}
