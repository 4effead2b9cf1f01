import EventCatalogue

/// Numbers as the catalogue writes them, compared without rounding.
enum CatalogueNumber {
    static func isBelow(_ left: String, _ right: String) -> Bool {
        guard let left = ExactNumber(left), let right = ExactNumber(right) else { return false }
        return left < right
    }

    static func isMultiple(_ number: String, of step: String) -> Bool {
        guard let number = ExactNumber(number), let step = ExactNumber(step) else { return false }
        return number.isMultiple(of: step)
    }
}
