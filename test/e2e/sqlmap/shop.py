"""A shop that is deliberately open to SQL injection: prints its port, and answers /item?id= and /find?name= out of SQLite."""
import http.server
import sqlite3
import sys
from urllib.parse import parse_qs, urlsplit

db = sqlite3.connect(":memory:", check_same_thread=False)
db.executescript(
    """
    CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, price INTEGER);
    INSERT INTO items VALUES (1, 'sencha', 1200), (2, 'gyokuro', 3400), (3, 'hojicha', 800);
    CREATE TABLE users (name TEXT, password TEXT);
    INSERT INTO users VALUES ('admin', 'secret');
    """
)


class Shop(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        url = urlsplit(self.path)
        fields = parse_qs(url.query, keep_blank_values=True)
        self.answer(url.path, fields)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode("latin1")
        self.answer(urlsplit(self.path).path, parse_qs(body, keep_blank_values=True))

    def answer(self, path, fields):
        if path == "/item":
            where = "id = " + fields.get("id", ["1"])[0]
        else:
            where = "name LIKE '%" + fields.get("name", [""])[0] + "%'"
        try:
            rows = db.execute("SELECT name, price FROM items WHERE " + where).fetchall()
            text, status = "".join(f"<li>{name}: {price} yen</li>" for name, price in rows), 200
        except (sqlite3.Error, sqlite3.Warning, ValueError) as error:
            text, status = f"SQLite error: {error}", 500
        page = f"<!doctype html><title>Shop</title><h1>Tea</h1><ul>{text}</ul>".encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shop)
print(server.server_port, flush=True)
sys.stdout.flush()
server.serve_forever()
