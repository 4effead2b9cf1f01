extension KeyLayout {
    /// The stream that says who redrove or discarded which dead letter.
    package func audit(_ stream: String, _ partition: Int) -> String {
        "\(namespace):{\(stream):\(partition)}:audit"
    }
}
