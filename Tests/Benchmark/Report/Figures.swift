/// Numbers as people read them.
enum Figures {
    /// With a fixed number of decimal places; `–` for what is no number.
    static func fixed(_ value: Double, places: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "–" }
        var scale = 1
        for _ in 0..<places { scale *= 10 }
        let scaled = Int((abs(value) * Double(scale)).rounded())
        let sign = value < 0 && scaled > 0 ? "-" : ""
        guard places > 0 else { return sign + grouped(scaled) }
        let fraction = String(scaled % scale)
        return sign + grouped(scaled / scale) + "." + String(repeating: "0", count: places - fraction.count) + fraction
    }

    /// An integer with a comma between thousands.
    static func grouped(_ value: Int) -> String {
        var groups: [String] = []
        var rest = value.magnitude
        while rest >= 1_000 {
            let digits = String(rest % 1_000)
            groups.append(String(repeating: "0", count: 3 - digits.count) + digits)
            rest /= 1_000
        }
        groups.append(String(rest))
        return (value < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
    }
}
