// Reader reads a journal published as static files and verifies all of it with Go's
// golang.org/x/mod/sumdb packages, which know nothing of the code that wrote it.
//
// The folder holds `checkpoint` and `tile/…` as C2SP tlog-tiles lays them out, and `earlier`, an
// older checkpoint of the same journal. What was verified is printed, a line each, after OK; the
// first thing that does not hold ends the program with status 1.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height         = 8
	width          = 1 << height
	algCosignature = 4
)

func main() {
	folder := flag.String("folder", "", "where the journal stands")
	author := flag.String("author", "", "the author's verifier key")
	mirror := flag.String("mirror", "", "the mirror's verifier key")
	flag.Parse()
	if err := read(*folder, *author, *mirror); err != nil {
		fmt.Fprintln(os.Stderr, "REFUSED", err)
		os.Exit(1)
	}
}

func read(folder, authorKey, mirrorKey string) error {
	author, err := note.NewVerifier(authorKey)
	if err != nil {
		return err
	}
	mirror, err := newCosigner(mirrorKey)
	if err != nil {
		return err
	}
	tree, err := openCheckpoint(filepath.Join(folder, "checkpoint"), author, mirror)
	if err != nil {
		return err
	}
	earlier, err := openCheckpoint(filepath.Join(folder, "earlier"), author, mirror)
	if err != nil {
		return err
	}
	hashes := tlog.TileHashReader(tree, &tiles{folder: folder, known: map[string][]byte{}})
	if err := checkRoot(tree, hashes); err != nil {
		return err
	}
	if err := checkEntries(folder, tree, hashes); err != nil {
		return err
	}
	return checkConsistency(earlier, tree, hashes)
}

// openCheckpoint verifies the author's signature and, with the other key, the mirror's.
func openCheckpoint(file string, author, mirror note.Verifier) (tlog.Tree, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(data, note.VerifierList(author, mirror))
	if err != nil {
		return tlog.Tree{}, err
	}
	if len(opened.Sigs) != 2 || len(opened.UnverifiedSigs) != 0 {
		return tlog.Tree{}, fmt.Errorf("%d signatures verified, %d unknown", len(opened.Sigs), len(opened.UnverifiedSigs))
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != author.Name() || lines[3] != "" {
		return tlog.Tree{}, fmt.Errorf("not a checkpoint of %s", author.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return tlog.Tree{}, err
	}
	fmt.Println("OK signed", lines[0], size)
	at, err := timeOf(opened.Sigs, mirror)
	if err != nil {
		return tlog.Tree{}, err
	}
	fmt.Println("OK cosigned", mirror.Name(), at)
	return tlog.Tree{N: size, Hash: root}, nil
}

func timeOf(signatures []note.Signature, mirror note.Verifier) (uint64, error) {
	for _, signature := range signatures {
		if signature.Name == mirror.Name() && signature.Hash == mirror.KeyHash() {
			raw, err := base64.StdEncoding.DecodeString(signature.Base64)
			if err != nil {
				return 0, err
			}
			return binary.BigEndian.Uint64(raw[4:]), nil
		}
	}
	return 0, fmt.Errorf("no signature by %s", mirror.Name())
}

func checkRoot(tree tlog.Tree, hashes tlog.HashReader) error {
	root, err := tlog.TreeHash(tree.N, hashes)
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return fmt.Errorf("the tiles make another root")
	}
	fmt.Println("OK root", root)
	return nil
}

// checkEntries finds the hash of every entry in the level-0 tiles, which the tile reader has
// proven to be under the signed root, and the full audit path of each bundle's first and last.
func checkEntries(folder string, tree tlog.Tree, hashes tlog.HashReader) error {
	for first := int64(0); first < tree.N; first += width {
		last := first + width - 1
		if last >= tree.N {
			last = tree.N - 1
		}
		entries, err := readBundle(folder, first/width, int(last-first+1))
		if err != nil {
			return err
		}
		indexes := make([]int64, len(entries))
		for i := range entries {
			indexes[i] = tlog.StoredHashIndex(0, first+int64(i))
		}
		leaves, err := hashes.ReadHashes(indexes)
		if err != nil {
			return err
		}
		for i, entry := range entries {
			if tlog.RecordHash(entry) != leaves[i] {
				return fmt.Errorf("entry %d is not the one in the tree", first+int64(i))
			}
		}
		for _, n := range []int64{first, last} {
			if err := checkRecord(tree, n, entries[n-first], hashes); err != nil {
				return err
			}
		}
	}
	fmt.Println("OK entries", tree.N)
	return nil
}

func checkRecord(tree tlog.Tree, n int64, entry []byte, hashes tlog.HashReader) error {
	proof, err := tlog.ProveRecord(tree.N, n, hashes)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, n, tlog.RecordHash(entry))
}

func checkConsistency(earlier, tree tlog.Tree, hashes tlog.HashReader) error {
	proof, err := tlog.ProveTree(tree.N, earlier.N, hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, earlier.N, earlier.Hash); err != nil {
		return err
	}
	fmt.Println("OK consistent", earlier.N, tree.N)
	return nil
}

// readBundle reads tile/entries/N: entries, each after its length in two bytes, big-endian.
func readBundle(folder string, n int64, count int) ([][]byte, error) {
	tile := tlog.Tile{H: height, L: -1, N: n, W: count}
	data, err := os.ReadFile(filepath.Join(folder, path(tile)))
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
			return nil, fmt.Errorf("bundle %d is cut short", n)
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		entries = append(entries, data[2:end])
		data = data[end:]
	}
	if len(entries) != count {
		return nil, fmt.Errorf("bundle %d has %d entries, not %d", n, len(entries), count)
	}
	return entries, nil
}

// path turns tile/8/L/N into tile/L/N, and tile/8/data/N into tile/entries/N.
func path(tile tlog.Tile) string {
	below := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", tile.H))
	if tile.L == -1 {
		return "tile/entries/" + strings.TrimPrefix(below, "data/")
	}
	return "tile/" + below
}

// tiles is a tlog.TileReader over the folder; what it has read once it keeps.
type tiles struct {
	folder string
	known  map[string][]byte
}

func (t *tiles) Height() int { return height }

func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(wanted))
	for i, tile := range wanted {
		name := path(tile)
		if _, ok := t.known[name]; !ok {
			data, err := os.ReadFile(filepath.Join(t.folder, name))
			if err != nil {
				return nil, err
			}
			t.known[name] = data
		}
		found[i] = t.known[name]
	}
	return found, nil
}

func (t *tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// cosigner verifies cosignature/v1 (C2SP tlog-cosignature): eight bytes of POSIX time, then an
// Ed25519 signature over two lines that name the time and the checkpoint's text.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newCosigner(vkey string) (*cosigner, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("not a verifier key: %s", vkey)
	}
	hash, err := strconv.ParseUint(parts[1], 16, 32)
	if err != nil {
		return nil, err
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil {
		return nil, err
	}
	if len(key) != 1+ed25519.PublicKeySize || key[0] != algCosignature {
		return nil, fmt.Errorf("not a cosigner's key: %s", vkey)
	}
	if keyHash(parts[0], key) != uint32(hash) {
		return nil, fmt.Errorf("the key id does not fit: %s", vkey)
	}
	return &cosigner{name: parts[0], hash: uint32(hash), key: key[1:]}, nil
}

func keyHash(name string, key []byte) uint32 {
	sum := sha256.Sum256(append([]byte(name+"\n"), key...))
	return binary.BigEndian.Uint32(sum[:])
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }

func (c *cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	at := binary.BigEndian.Uint64(signature)
	if at > 1<<63-1 {
		return false
	}
	var message bytes.Buffer
	fmt.Fprintf(&message, "cosignature/v1\ntime %d\n", at)
	message.Write(text)
	return ed25519.Verify(c.key, message.Bytes(), signature[8:])
}
