import EventCatalogue

/// Days in tests are written as they are in a catalogue; one that no calendar has ends the tests.
extension CalendarDate: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let date = CalendarDate(text) else { fatalError("\(text) is no day") }
        self = date
    }
}
