/// Why nothing was generated, in words.
struct GenerationFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
