extension EventDeclaration {
    /// A text about an event for a log line, such as a handler's error, with a mark wherever it repeats a value that people
    /// are not to see there.
    ///
    /// - Parameter payload: The event's payload; one that is not JSON has no value that could be repeated.
    package func logText(_ text: String, about payload: [UInt8]) -> String {
        guard !hiddenFields.isEmpty, !text.isEmpty, case .object(let whole)? = try? JSONValue(parsing: payload) else {
            return text
        }
        var shown = whole
        for name in hiddenFields { shown[name] = nil }
        return HiddenTexts(whole: .object(whole), shown: .object(shown)).masked(text)
    }
}
