import HTTPTypes

/// The words of a status code.
enum APIStatus {
    /// What stands beside the code in the document.
    static func phrase(_ code: Int) -> String {
        switch code {
        case 207: "Some were taken, and some were not"
        case 422: "Unprocessable Content"
        default:
            HTTPResponse.Status(code: code).reasonPhrase.isEmpty
                ? "\(code)" : HTTPResponse.Status(code: code).reasonPhrase
        }
    }
}
