import EventCatalogue
import Testing

@Suite("did you mean")
struct SuggestionTests {
    @Test(
        "the nearest name is offered, and none where nothing is near",
        arguments: [
            ("versoin", "version"), ("Version", "version"), ("min", "minimum"), ("presense", "presence"),
            ("xyz", nil), ("v", nil), ("", nil), ("descripton", "description"),
        ] as [(String, String?)])
    func closest(name: String, expected: String?) {
        let known = ["version", "minimum", "presence", "description", "min_length"]
        #expect(Suggestion.closest(to: name, among: known) == expected)
    }
}
