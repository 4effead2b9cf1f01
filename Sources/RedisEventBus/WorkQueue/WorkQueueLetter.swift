import EventBus

/// What is put on a dead list: the shape of the deployed Python library,
/// `{"original_message", "error", "failed_at", "original_queue"}`.
///
/// The original message is a JSON string, so bytes that are no UTF-8 are kept beside it, in `original_message_base64`.
enum WorkQueueLetter {
    /// Writes a letter.
    static func bytes(of item: [UInt8], error: String, queue: String, at time: Timestamp = .now) -> [UInt8] {
        var json = JSONWriter(capacity: item.count * 2 + 256)
        let start = json.beginObject()
        json.key(",\"original_message\":")
        json.string(String(decoding: item, as: UTF8.self))
        json.key(",\"error\":")
        json.string(error)
        json.key(",\"failed_at\":")
        // Without an offset: deployed monitors subtract it from a naive time.
        json.string(String(time.description.dropLast()))
        json.key(",\"original_queue\":")
        json.string(queue)
        if String(validating: item, as: UTF8.self) == nil {
            json.key(",\"original_message_base64\":")
            json.base64(item)
        }
        json.endObject(start)
        return json.finish()
    }
}
