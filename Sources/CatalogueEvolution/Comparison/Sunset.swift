import EventCatalogue

/// Dates (`YYYY-MM-DD`) until which something was promised.
enum Sunset {
    /// The two dates where the later version promises less time.
    static func shortened(_ former: Deprecation?, _ latter: Deprecation?) -> (before: String, after: String)? {
        guard let before = former?.sunset, let after = latter?.sunset, after < before else { return nil }
        return (before, after)
    }
}
