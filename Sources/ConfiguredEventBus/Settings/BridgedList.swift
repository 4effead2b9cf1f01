import EventBus

/// A list of deployed services that a bridge brings into the log.
public struct BridgedList: Sendable, Hashable {
    /// The list's name in Redis.
    public let list: String
    /// The event that its messages are, by name or alias; `nil` where each message says what it is.
    public let event: String?

    /// Names a list.
    public init(list: String, event: String? = nil) {
        self.list = list
        self.event = event
    }

    /// Reads the setting: `list` or `list=event`, with commas between.
    static func decide(_ decoder: inout SettingsDecoder) -> [BridgedList] {
        guard let text = decoder.text(.bridgeLists) else { return [] }
        var lists: [BridgedList] = []
        for part in text.split(separator: ",") {
            let words = part.split(separator: "=", omittingEmptySubsequences: false).map(\.trimmed)
            let isNamed = !words.contains("") && words.count <= 2
            guard isNamed, !lists.contains(where: { $0.list == words[0] }) else {
                decoder.report(
                    SettingsError.Problem(
                        .invalidValue, at: decoder[.bridgeLists].origin,
                        what: isNamed
                            ? "\(Setting.bridgeLists.key) names \(words[0]) twice."
                            : "\(Setting.bridgeLists.key) is “\(text)”, in which “\(part)” is neither a list nor list=event.",
                        remedy: "write e.g. \(Setting.bridgeLists.example); commas between several."))
                return lists
            }
            lists.append(BridgedList(list: words[0], event: words.count == 2 ? words[1] : nil))
        }
        return lists
    }
}
