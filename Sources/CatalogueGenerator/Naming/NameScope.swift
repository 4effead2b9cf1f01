/// Gives out names that do not repeat in one scope: after the first, a name gets the lowest free number.
struct NameScope {
    private var used: Set<String>

    init(taken: Set<String> = []) { used = taken }

    mutating func unique(_ name: String) -> String {
        var candidate = name
        var number = 2
        while !used.insert(candidate).inserted {
            candidate = "\(name)_\(number)"
            number += 1
        }
        return candidate
    }
}
