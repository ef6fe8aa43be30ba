"""Slip contents of the Sanggau mall's services, as the server would send them: say only what matters."""

from typing import Any

SITE = {
    "name": {"id": "Mal Pelayanan Publik Kabupaten Sanggau", "en": "Public Service Mall of Sanggau Regency"},
    "short": "MPP Sanggau",
    "complaints": {
        "id": "Tolak pungli. Pengaduan: SP4N-LAPOR! www.lapor.go.id atau SMS 1708.",
        "en": "Refuse illegal fees. Complaints: SP4N-LAPOR! www.lapor.go.id or SMS 1708.",
    },
}


def text(indonesian: str, english: str) -> dict[str, str]:
    return {"id": indonesian, "en": english}


def tariff(label: dict[str, str], amount: int | None, basis: str | None, verified: bool = True) -> dict[str, Any]:
    return {"label": label, "amount": amount, "basis": basis, "verified": verified}


KTP = text("KTP-el asli", "Original electronic ID card (KTP-el)")
KK = text("Kartu Keluarga (KK) asli", "Original family card (KK)")
KTP_COPY = text("Fotokopi KTP-el", "Copy of KTP-el")
KK_COPY = text("Fotokopi Kartu Keluarga (KK)", "Copy of family card (KK)")
PP45 = "PP 45/2024"

SERVICES: dict[str, dict[str, Any]] = {
    "A1": {
        "agency": {
            "short": "Disdukcapil",
            "name": text("Dinas Kependudukan dan Pencatatan Sipil", "Civil Registry"),
        },
        "service": text("Perekaman dan pencetakan KTP-el baru", "New electronic ID card (recording and printing)"),
        "label": "A-042",
        "zone": 1,
        "floor": 1,
        "documents": [
            text(
                "Berusia 17 tahun, sudah kawin, atau pernah kawin",
                "Aged 17, or married, or previously married",
            ),
            KK_COPY,
            text("Formulir F-1.02", "Form F-1.02"),
            text("Pemohon hadir sendiri (perekaman biometrik)", "Applicant present in person (biometrics)"),
        ],
        "tariffs": [tariff(text("Gratis", "Free of charge"), 0, "Perda Kab. Sanggau 10/2017 Pasal 101")],
        "wait": {"low_minutes": 15, "high_minutes": 30},
        "ahead": 1,
    },
    "C1": {
        "agency": {
            "short": "Imigrasi",
            "name": text("Kantor Imigrasi Kelas II TPI Sanggau", "Immigration Office"),
        },
        "service": text("Paspor baru", "New passport"),
        "label": "C-018",
        "zone": 2,
        "floor": 1,
        "paid_to": "treasury",
        "documents": [
            KTP,
            KK,
            text(
                "Akta kelahiran, akta perkawinan, buku nikah, atau ijazah",
                "Birth, marriage or school-leaving certificate",
            ),
        ],
        "tariffs": [
            tariff(
                text("Paspor biasa nonelektronik, 5 tahun", "Ordinary passport, 5 years"),
                350000,
                PP45 + " (berlaku 18-12-2024)",
            ),
            tariff(text("Paspor biasa nonelektronik, 10 tahun", "Ordinary passport, 10 years"), 650000, PP45),
            tariff(text("Paspor elektronik, 5 tahun", "Electronic passport, 5 years"), 650000, PP45),
            tariff(text("Paspor elektronik, 10 tahun", "Electronic passport, 10 years"), 950000, PP45),
            tariff(
                text("Tambahan layanan percepatan (selesai hari yang sama)", "Extra for same-day service"),
                1000000,
                PP45,
            ),
            tariff(
                text("Calon pekerja migran pertama kali (nonelektronik)", "First passport of a migrant worker"),
                0,
                PP45 + " Pasal 5 ayat (1)",
            ),
        ],
        "wait": {"low_minutes": 40, "high_minutes": 60},
        "ahead": 5,
    },
    "D2": {
        "agency": {"short": "Polres", "name": text("Kepolisian Resor Sanggau", "Sanggau Police")},
        "service": text("Perpanjangan SIM A / C", "Driving licence renewal"),
        "label": "DS-019",
        "zone": 2,
        "floor": 1,
        "paid_to": "treasury",
        "documents": [
            KTP_COPY,
            text("SIM lama yang masih berlaku", "Present driving licence, still valid"),
            text("Surat keterangan sehat", "Health certificate"),
            text("Hasil tes psikologi", "Psychology test result"),
            text("Kepesertaan JKN aktif", "Active JKN membership"),
        ],
        "tariffs": [
            tariff(text("Perpanjangan SIM A", "Renewal of licence A"), 80000, "PP 76/2020"),
            tariff(text("Perpanjangan SIM C", "Renewal of licence C"), 75000, "PP 76/2020"),
            tariff(text("Perpanjangan SIM D", "Renewal of licence D"), 30000, "PP 76/2020"),
        ],
        "other_costs": [
            tariff(text("Tes kesehatan", "Health check"), 35000, None, verified=False),
            tariff(text("Tes psikologi di tempat", "Psychology test on site"), 100000, None, verified=False),
            tariff(
                text("Asuransi (sukarela menurut sebagian sumber)", "Insurance (voluntary by some sources)"),
                50000,
                None,
                verified=False,
            ),
        ],
        "wait": {"low_minutes": 95, "high_minutes": 118},
        "ahead": 12,
    },
    "E1": {
        "agency": {"short": "Samsat", "name": text("Samsat Sanggau", "Samsat")},
        "service": text("Pajak kendaraan tahunan dan pengesahan STNK", "Annual vehicle tax"),
        "label": "E-107",
        "zone": 2,
        "floor": 1,
        "paid_to": "region",
        "documents": [KTP, text("STNK asli", "Original vehicle registration (STNK)")],
        "tariffs": [
            tariff(
                text("PKB dan opsen (menurut STNK)", "Vehicle tax and surcharge (see STNK)"),
                None,
                "UU 1/2022; Perda",
                verified=False,
            ),
            tariff(text("SWDKLLJ sepeda motor", "SWDKLLJ, motorcycle"), 35000, "PMK 16/PMK.010/2017"),
            tariff(
                text("SWDKLLJ mobil bukan angkutan umum", "SWDKLLJ, private car"),
                143000,
                "PMK 16/PMK.010/2017",
            ),
            tariff(
                text(
                    "PNBP pengesahan STNK (status perlu dicek ke Samsat)",
                    "STNK validation fee (to be checked)",
                ),
                None,
                None,
                verified=False,
            ),
        ],
        "wait": None,
        "ahead": 5,
    },
    "N1": {
        "agency": {"short": "Pajak", "name": text("KPP Pratama Sanggau", "Tax Office")},
        "service": text("Pendaftaran NPWP / aktivasi NIK (Coretax)", "Taxpayer registration (Coretax)"),
        "label": "N-001",
        "zone": 3,
        "floor": 1,
        "documents": [KTP, KK, text("Surel dan nomor ponsel aktif", "Active email and phone number")],
        "tariffs": [tariff(text("Pendaftaran NPWP", "Taxpayer registration"), 0, None, verified=False)],
        "wait": {"low_minutes": 0, "high_minutes": 4},
        "ahead": 0,
    },
    "W2": {
        "agency": {
            "short": "DPCKTRP",
            "name": text("Dinas Cipta Karya, Tata Ruang dan Pertanahan", "Public Works"),
        },
        "service": text("Informasi tata ruang", "Spatial planning information"),
        "label": "W-003",
        "zone": 4,
        "floor": 2,
        "documents": [KTP, text("Denah lokasi", "Site sketch")],
        "tariffs": [tariff(text("Layanan loket", "Counter service"), None, None, verified=False)],
        "wait": {"low_minutes": 20, "high_minutes": 45},
        "ahead": 2,
    },
}


def a_slip(like: str = "C1", /, **fields: Any) -> dict[str, Any]:
    """The content of one slip job; `fields` override what the service would give."""
    return {
        "language": "id",
        "languages": ["id", "en"],
        "form": "full",
        "demonstration": True,
        "site": SITE,
        "issued_at": "2026-11-23T02:43:10Z",
        "timezone": "Asia/Pontianak",
        "zone_name": text("Zona", "Zone"),
        "other_costs": [],
        "paid_to": None,
        "url": "http://antrean.sanggau.example:8080/t/5f0c9a7be1d24a51a3c2",
        "code": "7K2MQ",
        "chain": "4F7A-19C2",
        "kiosk": "Kios 1",
        "late_return_places": 3,
        "reprint": False,
        **SERVICES[like],
        **fields,
    }


def a_report(**fields: Any) -> dict[str, Any]:
    """The content of a report job."""
    return {
        "language": "id",
        "site": SITE,
        "day": "2026-11-23",
        "closed_at": "2026-11-23T09:04:00Z",
        "timezone": "Asia/Pontianak",
        "head": "4F7A-19C2",
        "seq": 1042,
        "totals": {"issued": 143, "served": 131, "absent": 7, "cancelled": 3, "released": 2, "inferred": 4},
        "agencies": [
            {"short": "Disdukcapil", "issued": 88, "served": 80, "absent": 5, "cancelled": 2, "released": 1},
            {"short": "Imigrasi", "issued": 54, "served": 50, "absent": 2, "cancelled": 1, "released": 1},
            {
                "short": "BPJS Ketenagakerjaan",
                "issued": 1,
                "served": 1,
                "absent": 0,
                "cancelled": 0,
                "released": 0,
            },
            {"short": "Taspen", "issued": 0, "served": 0, "absent": 0, "cancelled": 0, "released": 0},
            {"short": "BNN", "issued": 0, "served": 0, "absent": 0, "cancelled": 0, "released": 0},
        ],
        "counters_left_open": [3, 7],
        **fields,
    }
