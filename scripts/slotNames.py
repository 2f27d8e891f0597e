"""Compares the slots that Lathe declares for TensorRT-RTX with the library itself, of which there are no public headers
to compile against: most of its functions load their own name, for errors, and its tables of virtual functions can be
found by their type. Usage: slotNames.py LIBRARY; x86-64 only."""

import mmap
import re
import struct
import sys
from pathlib import Path

TABLE = Path(__file__).parent.parent / "native/src/tensorrt/slots.inc"
# The class behind each interface, as its mangled name ends.
CLASSES = {
    "HostMemory": b"11IHostMemoryE",
    "Builder": b"8IBuilderE",
    "BuilderConfig": b"14IBuilderConfigE",
    "NetworkDefinition": b"18INetworkDefinitionE",
    "Layer": b"6ILayerE",
    "Tensor": b"7ITensorE",
    "OptimizationProfile": b"20IOptimizationProfileE",
    "TimingCache": b"12ITimingCacheE",
    "Runtime": b"8IRuntimeE",
    "CudaEngine": b"11ICudaEngineE",
    "ExecutionContext": b"17IExecutionContextE",
    "EngineInspector": b"16IEngineInspectorE",
    "Refitter": b"9IRefitterE",
}


class Library:
    def __init__(self, path):
        with open(path, "rb") as file:
            self.bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        offset, count = self.unpack("<Q", 32), self.unpack("<H", 56)
        headers = [struct.unpack_from("<IIQQQQQQ", self.bytes, offset + 56 * index) for index in range(count)]
        self.segments = [(va, at, size, flags) for kind, flags, at, va, _, size, _, _ in headers if kind == 1]
        dynamic = next((at, size) for kind, _, at, _, _, size, _, _ in headers if kind == 2)
        self.entries = {}
        for at in range(dynamic[0], sum(dynamic), 16):
            tag, value = struct.unpack_from("<QQ", self.bytes, at)
            self.entries.setdefault(tag, value)
        self.pointers = dict(self.relocations())

    def unpack(self, form, at):
        return struct.unpack_from(form, self.bytes, at)[0]

    def place(self, address):
        for start, at, size, _ in self.segments:
            if start <= address < start + size:
                return at + address - start
        return None

    def is_code(self, address):
        return any(start <= address < start + size and flags & 1 for start, _, size, flags in self.segments)

    def relocations(self):
        """Addresses that the loader fills in, each with what it points to."""
        for at in range(self.place(self.entries[7]), self.place(self.entries[7]) + self.entries[8], 24):
            address, info, target = struct.unpack_from("<QQq", self.bytes, at)
            if info & 0xFFFFFFFF == 8:
                yield address, target
        base = 0
        for index in range(self.entries.get(35, 0) // 8):
            entry = self.unpack("<Q", self.place(self.entries[36]) + 8 * index)
            if entry & 1 == 0:
                addresses, base = [entry], entry + 8
            else:
                addresses = [base + 8 * bit for bit in range(63) if entry >> (bit + 1) & 1]
                base += 63 * 8
            for address in addresses:
                yield address, self.unpack("<Q", self.place(address))

    def text(self, address):
        at = self.place(address)
        if at is None:
            return None
        found = self.bytes[at : self.bytes.find(b"\0", at, at + 300)]
        return found.decode() if re.fullmatch(rb"[\x20-\x7e]{3,}", found) else None

    def words_of(self, function):
        """Texts whose address a function loads, its first ones: `lea register, [rip + distance]`."""
        at, words = self.place(function), []
        code = self.bytes[at : at + 400]
        for index in range(len(code) - 7):
            if code[index] in (0x48, 0x4C) and code[index + 1] == 0x8D and code[index + 2] & 0xC7 == 5:
                words.append(self.text(function + index + 7 + struct.unpack_from("<i", code, index + 3)[0]))
            if code[index] == 0xC3 and index > 20 and any(words):
                break
        return [word for word in words if word]

    def tables(self, mangled):
        """Tables of virtual functions of the wrappers of a class, which know an implementation each."""
        names = {self.address(found.start()) for found in re.finditer(rb"N8nvinfer17WrapperINS_" + mangled, self.bytes)}
        types = {address - 8 for address, target in self.pointers.items() if target in names}
        for address, target in self.pointers.items():
            functions = []
            while target in types and self.is_code(self.pointers.get(address + 8 * len(functions) + 8, 0)):
                functions.append(self.pointers[address + 8 * len(functions) + 8])
            if len(functions) > 2:
                yield functions

    def address(self, place):
        for start, at, size, _ in self.segments:
            if at <= place < at + size:
                return start + place - at
        return None


def declared():
    line = re.compile(r"^LATHE_METHOD\((\w+), \w+, (\w+), (?:-?\d+, ){3}(-?\d+),", re.M)
    for interface, method, slot in line.findall(TABLE.read_text()):
        if int(slot) >= 0:
            yield interface, method, int(slot)


def main(path):
    library = Library(path)
    tables = {name: list(library.tables(mangled)) for name, mangled in CLASSES.items()}
    names = {
        name: [[{word.split("::")[-1] for word in library.words_of(function)} for function in table] for table in found]
        for name, found in tables.items()
    }
    wrong = seen = 0
    for interface, method, slot in declared():
        for table in names[interface]:
            if slot < len(table) and method in table[slot]:
                seen += 1
            elif any(method in words for words in table):
                wrong += 1
                print(f"  wrong: {interface}::{method} does not stand at {slot}")
    print(f"{Path(path).name}: {seen} slots carry the declared name, {wrong} stand elsewhere")
    return 1 if wrong or seen < 60 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
