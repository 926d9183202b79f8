"""Sends the ICMP messages named on standard input as JSON and prints for each whether it got through, as a JSON list.

Arguments: the network namespaces of the client and of the server. A message with an answer got through when the answer came back,
any other one when it arrived. Each carries a number of its own in the four bytes behind the checksum.
"""
import ctypes
import json
import os
import select
import socket
import struct
import sys
import time

NEW_NETWORK = 0x40000000
PATIENCE = 0.6
libc = ctypes.CDLL(None, use_errno=True)


def enter(space):
    with open(f"/var/run/netns/{space}") as handle:
        if libc.setns(handle.fileno(), NEW_NETWORK) != 0:
            raise OSError(ctypes.get_errno(), f"{space} cannot be entered")


def raw(address=None, six=False):
    family, protocol = (socket.AF_INET6, 58) if six else (socket.AF_INET, 1)
    made = socket.socket(family, socket.SOCK_RAW, protocol)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_000_000)
    if address is not None:
        made.bind((address, 0))
    return made


def checksum(data):
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def message(kind, code, number, six):
    body = struct.pack("!I", number) + b"\x45" + bytes(31)
    head = struct.pack("!BBH", kind, code, 0)
    # The kernel fills in the checksum of ICMPv6, which covers addresses.
    return head + body if six else struct.pack("!BBH", kind, code, checksum(head + body)) + body


def seen(sockets, wanted_types, seconds):
    """Numbers of the messages of these types that arrive within a time."""
    found = set()
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        ready, _, _ = select.select(list(sockets), [], [], left)
        for each in ready:
            data = each.recv(2048)
            six = each.family == socket.AF_INET6
            data = data if six else data[(data[0] & 15) * 4 :]
            if (six, data[0]) in wanted_types:
                found.add(struct.unpack("!I", data[4:8])[0])
    return found


def main():
    client, server = sys.argv[1:]
    tried = json.load(sys.stdin)
    # Connection tracking knows requests by the upper half, their id: that of an earlier run would be established.
    first = (os.getpid() & 0xFFFF) << 16
    enter(server)
    far = [raw(), raw(six=True)]
    enter(client)
    own = {each["source"]: raw(each["source"], ":" in each["source"]) for each in tried}
    for number, each in enumerate(tried, first):
        packet = message(each["type"], each["code"], number, ":" in each["source"])
        own[each["source"]].sendto(packet, (each["destination"], 0))
    answers = seen(own.values(), {(False, 0), (False, 14), (True, 129)}, PATIENCE)
    one_way = {(":" in each["source"], each["type"]) for each in tried if not each["answered"]}
    arrived = seen(far, one_way, 0.1)
    through = [
        number in (answers if each["answered"] else arrived) for number, each in enumerate(tried, first)
    ]
    print(json.dumps(["yes" if each else "no" for each in through]))


main()
