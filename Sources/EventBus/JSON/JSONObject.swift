/// The members of a JSON object in the order in which they stand; equality does not look at the order.
public struct JSONObject: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    /// A name and its value.
    public struct Member: Sendable, Hashable {
        /// The name, unescaped.
        public let name: String
        /// The value.
        public let value: JSONValue

        /// Makes a member.
        public init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// The members; no name stands twice.
    public private(set) var members: [Member] = []

    /// An object without members.
    public init() {}

    /// The members of the literal; of a name that stands twice the last value counts.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        for (name, value) in elements { self[name] = value }
    }

    /// Takes members whose names are known to differ.
    package init(distinct members: [Member]) { self.members = members }

    /// Whether there are no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The value of a name; setting `nil` removes the member, setting a new name appends one.
    public subscript(name: String) -> JSONValue? {
        get { members.first { $0.name == name }?.value }
        set {
            let index = members.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): members[index] = Member(name: name, value: value)
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(name: name, value: value))
            case (nil, nil): break
            }
        }
    }

    /// Gives a member another name, at its place; another member of that name goes. Nothing happens where there is none.
    mutating func rename(_ old: String, to new: String) {
        guard old != new, let value = self[old] else { return }
        self[new] = nil
        guard let index = members.firstIndex(where: { $0.name == old }) else { return }
        members[index] = Member(name: new, value: value)
    }

    /// The same names with the same values.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        guard left.members.count == right.members.count else { return false }
        if left.members.elementsEqual(right.members) { return true }
        return left.byName == right.byName
    }

    /// Independent of the order of members.
    public func hash(into hasher: inout Hasher) {
        guard !members.isEmpty else { return hasher.combine(0) }
        hasher.combine(byName)
    }

    private var byName: [String: JSONValue] {
        Dictionary(members.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }
}
