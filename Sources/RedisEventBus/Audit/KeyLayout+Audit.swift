extension KeyLayout {
    /// The stream that says who did what to a partition: redrives, discards, pauses, trims by hand.
    package func audit(_ stream: String, _ partition: Int) -> String {
        "\(namespace):{\(stream):\(partition)}:audit"
    }
}
