/// How a value of one type of the catalogue is declared, written and read in Swift.
struct ValuePlan {
    /// The Swift type.
    let type: String
    /// The statements that write the value that an expression gives.
    let write: (_ expression: String) -> String
    /// The expression, with its `try`, that reads the value.
    let read: String
    /// The expression that turns a value into a piece of a template.
    var text: (_ expression: String) -> String = { $0 }
    /// Whether the value is a `String` by whatever name, and so a template's text as it is.
    var isText = false
    /// A constant's value, as a `JSONValue`; such a field has no storage.
    var constant: String?
}
