/** What people of the hall type, and the service each of them means: the seven, then everyday ones as they are really written. */

export const ASKED_FOR = {
  "paspor": "C1", "pasport": "C1", "akte lahir": "A4", "bikin ktp": "A1", "sim c": "D2", "pindah rumah": "A7", "nikah": "K1",
};

export const EVERYDAY = {
  "ngurus surat kelakuan baik": "D1",
  "bayar pajak motor": "E1",
  "kk ilang": "A3",
  "bpjs anak baru lahir": "H1",
  "ijin usaha warung": "B1",
  "sambung listrik": "L1",
  "nikah beda kecamatan": "K1",
  "mau perpanjang sim": "D2",
  "ktp ku ilang di pasar": "A2",
  "katepe rosak": "A2",
  "ngambek akte budak baru lahir": "A4",
  "surat kematian bapak": "A5",
  "nyari kerja": "P1",
  "kartu kuning": "P1",
  "ganti plat honda": "E2",
  "balek nama motor": "E3",
  "pasport ilang": "C3",
  "perpanjangin paspor": "C2",
  "bikin pasport ke kuching": "C1",
  "sertifikat tanah ilang": "G2",
  "balik nama sertifikat tanah": "G3",
  "bayar pbb": "F1",
  "listrik mati": "L2",
  "aik ledeng macet": "M2",
  "pasang ledeng baru": "M1",
  "bikin npwp": "N1",
  "lapor spt tahunan": "N2",
  "cairkan jamsostek": "J1",
  "daftar bpjs tk": "J2",
  "daftar haji": "K2",
  "ambil sim kena tilang": "S1",
  "ngirim paket": "T1",
  "buka rekening tabungan": "U2",
  "kir mobil pickup": "V1",
  "ijin bangun rumah": "W1",
  "tes narkoba": "Y1",
  "pensiunan pns": "X1",
  "kartu anak": "A6",
  "ktp digital di hp": "A8",
  "surat pindah ke pontianak": "A7",
  "perpanjang skck": "D1",
  "mau kawen": "K1",
  "gugat cerai": "R2",
  "ijin praktek bidan": "B2",
  "pajak mobil telat": "E1",
  "stnk lima taun": "E2",
  "bpjs ndak aktif": "H2",
  "tambah daya listrik": "L1",
  "gaji tak dibayar": "P2",
  "beli materai": "T1",
  "pecah kartu keluarga": "A3",
  "surat tidak pernah dipidana": "R1",
  "izin keramaian": "Z1",
};

/** Typed on an English screen. */
export const IN_ENGLISH = {
  "passport": "C1", "lost passport": "C3", "renew passport": "C2", "birth certificate": "A4", "driving licence": "D2", "drivers license renewal": "D2",
  "marriage": "K1", "police record": "D1", "vehicle tax": "E1", "id card": "A1", "lost id card": "A2", "family card": "A3",
  "health insurance": "H1", "building permit": "W1", "tax return": "N2", "open a bank account": "U2", "water bill": "M2",
};

/** While somebody is still typing. */
export const UNFINISHED = { "pas": "C1", "pasp": "C1", "akta ke": "A4", "skc": "D1", "nik": "A1", "perpanjang s": "D2", "npw": "N1", "bpj": "H1", "sertip": "G1" };

/** With slips of the finger. */
export const MISTYPED = { "papsor": "C1", "paspro": "C1", "psapor": "C1", "kelahirn": "A4", "npwwp": "N1", "pensiunn": "X1", "narkboa": "Y1", "rekenign": "U2", "linstrik mati": "L2" };

/** In another order, by the agency's name, joined or parted. */
export const OTHERWISE = {
  "hilang ktp": "A2", "c sim": "D2", "motor pajak": "E1", "lahir akta": "A4", "ak1": "P1", "ak 1": "P1", "ektp": "A1", "e-ktp": "A1", "e court": "R2", "PASPOR": "C1",
  "samsat": "E1", "dukcapil": "A1", "imigrasi": "C1", "polres": "D1", "pln": "L1", "pdam": "M1", "taspen": "X1", "bnn": "Y1", "bpjs kesehatan": "H1", "kantor pos": "T1",
};

/** What a mall does not have, or what says nothing: an honest "not found". */
export const NOTHING = [
  "nasi goreng", "sepatu bola", "potong rambut", "tiket pesawat", "harga emas", "beli pulsa", "warnet", "asdfgh", "qwertyuiop", "xyz", "zzzz", "12345", "bikin", "mau urus",
  "saya mau tanya", "<script>alert(1)</script>", "'; drop table queue; --", "😀😀😀", "…!?", "   ", "obat batuk", "servis hp", "kambing kurban", "cuci mobil murah sekali disini",
];
