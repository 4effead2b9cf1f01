extension EventDeclaration {
    /// The major version of what was written, where it is older than the declared one; `nil` where it is read as it is: it
    /// is the declared major, or `version` is no version at all, as foreign writers have it.
    ///
    /// - Throws: ``InvalidPayload`` by the rule ``InvalidPayload/Rule/version`` where it is newer: within a major version
    ///   readers go on reading what later writers write, beyond it they cannot know what a field means.
    @inline(__always)
    package func olderMajor(ofVersion version: UnsafeRawBufferPointer) throws(InvalidPayload) -> Int? {
        // Nearly all that is read is of the declared version: then nothing is parsed.
        if version.elementsEqual(versionBytes) { return nil }
        return try olderMajor(Self.major(ofVersion: version)) { String(decoding: version, as: UTF8.self) }
    }

    /// The major version of a CloudEvents `type`, where it is older than the declared one; `nil` where it is read as it is.
    ///
    /// - Throws: ``InvalidPayload`` by the rule ``InvalidPayload/Rule/version`` where it is newer.
    package func olderMajor(ofCloudEventsType type: String) throws(InvalidPayload) -> Int? {
        try Array(type.utf8).withUnsafeBufferPointer { (bytes) throws(InvalidPayload) in
            try olderMajor(ofCloudEventsType: UnsafeRawBufferPointer(bytes))
        }
    }

    /// The major version of a CloudEvents `type`, where it is older than the declared one; `nil` where it is read as it is.
    ///
    /// - Throws: ``InvalidPayload`` by the rule ``InvalidPayload/Rule/version`` where it is newer.
    package func olderMajor(ofCloudEventsType type: UnsafeRawBufferPointer) throws(InvalidPayload) -> Int? {
        if type.elementsEqual(cloudEventsType.utf8) { return nil }
        guard let mark = type.lastIndex(of: UInt8(ascii: ".")), mark + 1 < type.count,
            type[mark + 1] == UInt8(ascii: "v")
        else { return nil }
        return try olderMajor(Self.number(type[(mark + 2)...])) { String(decoding: type[(mark + 2)...], as: UTF8.self) }
    }

    /// The CloudEvents `type` of what was written by a version: that of its own major.
    package func cloudEventsType(ofVersion version: UnsafeRawBufferPointer) -> String {
        if version.elementsEqual(versionBytes) { return cloudEventsType }
        guard let written = Self.major(ofVersion: version), written != major else { return cloudEventsType }
        return "\(catalogue).\(type).v\(written)"
    }

    private static func major(ofVersion version: UnsafeRawBufferPointer) -> Int? {
        number(version.prefix { $0 != UInt8(ascii: ".") })
    }

    private func olderMajor(_ written: Int?, _ version: () -> String) throws(InvalidPayload) -> Int? {
        guard let written, written != major else { return nil }
        if written < major { return written }
        throw InvalidPayload(
            path: "$", rule: .version,
            message: "version \(version()) of `\(type)` is newer than \(self.version), which this reader was generated "
                + "for; generate it from the newer catalogue")
    }

    /// The number that some digits write; `nil` where they are none, or too many for a version.
    private static func number(_ digits: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard !digits.isEmpty, digits.count <= 9 else { return nil }
        var number = 0
        for digit in digits {
            guard digit &- 0x30 < 10 else { return nil }
            number = number * 10 + Int(digit &- 0x30)
        }
        return number
    }

    /// A payload of an older major version as one of the declared version, major by major.
    ///
    /// - Throws: ``InvalidPayload`` where the bytes are no JSON object, where the catalogue has no steps to one of the
    ///   majors (``InvalidPayload/Rule/version``), or where a step cannot be taken (``InvalidPayload/Rule/upcast``).
    package func upcast(_ payload: JSONValue, fromMajor older: Int) throws(InvalidPayload) -> [UInt8] {
        guard case .object(var object) = payload else {
            throw InvalidPayload(path: "$", rule: .type, message: "a payload must be an object")
        }
        for next in older + 1..<major + 1 {
            guard let upcast = upcasts.first(where: { $0.major == next }) else {
                throw InvalidPayload(
                    path: "$", rule: .version,
                    message: "a payload of version \(older) of `\(type)` cannot be read as \(version): the catalogue "
                        + "declares no upcasts to version \(next)")
            }
            try upcast.apply(to: &object)
        }
        return JSONValue.object(object).bytes
    }

    /// Reads a payload of an older major version as an event of this declaration.
    ///
    /// - Throws: ``InvalidPayload`` as ``upcast(_:fromMajor:)`` does, and where the result is not the event; its offset is
    ///   `nil`, since the text that it would lead into is not the one that was written.
    package func read<E: Event>(
        _: E.Type, _ payload: JSONValue, fromMajor older: Int
    ) throws(InvalidPayload) -> E {
        let bytes = try upcast(payload, fromMajor: older)
        do throws(InvalidPayload) { return try E(payload: bytes, limits: .published) } catch {
            throw InvalidPayload(
                path: error.path, rule: error.rule,
                message: "\(error.message), after the upcasts from version \(older) to \(major)")
        }
    }
}
