"""Sends connections through Suricata in IPS mode, from a capture file, and prints which of them it dropped.

Input: {"rules": text, "variables": {name: [prefix]}, "flows": [{"protocol", "source", "destination", "port",
"tls"?, "http"?}]}.
Output: a JSON list, one boolean for each flow.
"""

import json
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

from scapy.all import ICMP, IP, TCP, UDP, Ether, ICMPv6EchoRequest, IPv6, Raw, wrpcap

FIRST_PORT = 20000
LINK = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")


def hello(name):
    """The ClientHello of TLS 1.3 with a server name, as far as Suricata reads it (RFC 8446, RFC 6066)."""
    server = name.encode()
    extension = struct.pack("!HHHBH", 0, len(server) + 5, len(server) + 3, 0, len(server)) + server
    body = b"\x03\x03" + bytes(32) + b"\x00" + struct.pack("!H", 2) + b"\x13\x01" + b"\x01\x00"
    body += struct.pack("!H", len(extension)) + extension
    handshake = b"\x01" + struct.pack("!I", len(body))[1:] + body
    return b"\x16\x03\x01" + struct.pack("!H", len(handshake)) + handshake


def payload(flow):
    if "tls" in flow:
        return hello(flow["tls"])
    if "http" in flow:
        return f"GET / HTTP/1.1\r\nHost: {flow['http']}\r\n\r\n".encode()
    return b"hello"


def packets(flow, index):
    """The packets of one connection as its two ends send them; the client port tells it apart."""
    source, destination, port, protocol = (flow[key] for key in ("source", "destination", "port", "protocol"))
    client = FIRST_PORT + index
    layer = IPv6 if ":" in source else IP
    there = LINK / layer(src=source, dst=destination)
    back = LINK / layer(src=destination, dst=source)
    if protocol == 6:
        data = payload(flow)
        end = 101 + len(data)
        return [
            there / TCP(sport=client, dport=port, flags="S", seq=100),
            back / TCP(sport=port, dport=client, flags="SA", seq=500, ack=101),
            there / TCP(sport=client, dport=port, flags="A", seq=101, ack=501),
            there / TCP(sport=client, dport=port, flags="PA", seq=101, ack=501) / data,
            back / TCP(sport=port, dport=client, flags="PA", seq=501, ack=end) / b"reply",
        ]
    if protocol == 17:
        return [there / UDP(sport=client, dport=port) / b"x", back / UDP(sport=port, dport=client) / b"y"]
    if protocol == 1:
        return [there / ICMP(type=8, id=client) / b"ping", back / ICMP(type=0, id=client) / b"ping"]
    if protocol == 58:
        return [there / ICMPv6EchoRequest(id=client) / b"ping"]
    raw = LINK / layer(src=source, dst=destination, **({"nh": protocol} if layer is IPv6 else {"proto": protocol}))
    return [raw / Raw(b"\0\0\0\1\0\0\0\1abcdefgh")]


def main():
    request = json.load(sys.stdin)
    capture = []
    # One flow after the other, and far apart in time, so that each event finds its flow again.
    for index, flow in enumerate(request["flows"]):
        for step, packet in enumerate(packets(flow, index)):
            packet.time = 1_700_000_000 + index + step / 100
            capture.append(packet)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "sluice.rules").write_text(request["rules"])
        wrpcap(str(Path(folder, "flows.pcap")), capture)
        sets = [
            part
            for name, prefixes in request["variables"].items()
            for part in ("--set", f"vars.address-groups.{name}=[{','.join(prefixes)}]")
        ]
        command = ["suricata", "--simulate-ips", "-r", "flows.pcap", "-S", "sluice.rules", "-l", folder, "-k", "none"]
        run = subprocess.run(
            [*command, "-c", "/etc/suricata/suricata.yaml", *sets], cwd=folder, capture_output=True, text=True
        )
        if run.returncode != 0:
            sys.exit(run.stderr + run.stdout)
        dropped = [False] * len(request["flows"])
        for line in Path(folder, "eve.json").read_text().splitlines():
            event = json.loads(line)
            if event.get("alert", {}).get("action") == "blocked":
                second = int(event["timestamp"][14:16]) * 60 + int(event["timestamp"][17:19])
                dropped[(second - 1_700_000_000 % 3600) % 3600] = True
    print(json.dumps(dropped))


main()
