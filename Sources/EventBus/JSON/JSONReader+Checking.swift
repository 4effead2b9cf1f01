extension JSONReader {
    /// Checks that the text is one JSON object and nothing else, without keeping anything of it.
    ///
    /// - Throws: ``InvalidPayload`` where it is not.
    package mutating func checkObject() throws(InvalidPayload) {
        try startRoot()
        guard try scanValue().is(.object) else { throw mismatch("an object") }
        try finish()
    }
}
