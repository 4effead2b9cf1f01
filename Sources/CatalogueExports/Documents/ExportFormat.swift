/// What a catalogue can be exported as.
package enum ExportFormat: String, Sendable, Hashable, CaseIterable {
    /// JSON Schema 2020-12, two files for each event: what its writers may write, and what its readers accept.
    case jsonSchema = "json-schema"
    /// One AsyncAPI 3.0.0 document.
    case asyncAPI = "asyncapi"
    /// One document of the CloudEvents attributes of every event.
    case cloudEvents = "cloudevents"
    /// One Markdown document.
    case markdown
    /// One HTML page that needs nothing besides itself.
    case html
}
