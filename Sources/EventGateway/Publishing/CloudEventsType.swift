/// The `type` of a CloudEvent, taken apart: `<catalogue>.<event>.v<major>`.
struct CloudEventsType: Sendable, Hashable {
    /// The event's name, or an alias.
    let event: String
    /// The major version.
    let major: Int

    /// Reads a type; `nil` for a text that is none of this catalogue.
    init?(_ text: String, of catalogue: String) {
        guard text.hasPrefix(catalogue + "."), let end = text.lastIndex(of: "."), text[end...].hasPrefix(".v"),
            let major = Int(text[end...].dropFirst(2)), text[end...] == ".v\(major)"
        else { return nil }
        let start = text.index(text.startIndex, offsetBy: catalogue.count + 1)
        guard start < end else { return nil }
        event = String(text[start..<end])
        self.major = major
    }
}
