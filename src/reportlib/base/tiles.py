"""Where each economy's tile stands on a map of the world without borders.

Tiles are equal, so that the smallest economies are seen; neighbours stand near each other
as far as a grid allows. What is above is roughly north, and no more is meant by it.
"""

from __future__ import annotations

from dataclasses import dataclass

_GRID = """
 .  .  .  .  .  .  . GL  .  . IS  .  .  . NO SE FI  .  .  .  .  .  .  .  .  .  .  .  .  .
 .  . CA  .  .  .  .  .  .  .  .  . FO  .  .  .  . EE  .  .  .  .  .  .  .  .  .  .  .  .
 .  . US  .  . BM  .  .  .  . IE IM GB  . DK  .  . LV RU  .  .  .  .  .  .  .  .  .  .  .
 . MX  . BS TC  .  .  .  .  .  . JG BE NL DE PL LT BY  .  .  .  .  .  .  .  .  .  .  .  .
GT BZ  . CU HT DO PR VG  .  .  .  . FR LU CH CZ SK UA  .  .  .  . KZ  .  .  .  .  .  .  .
SV HN  . KY JM  . VI MF SX  . PT ES AD MC LI AT HU RO MD  .  .  . UZ KG MN KP  .  .  .  .
 . NI  .  .  .  .  . KN AG  . GI  .  . IT SM SI HR RS BG  . GE  . TM TJ CN KR JP  .  .  .
 . CR  . AW CW  .  . DM  .  .  .  .  .  .  . BA ME XK MK TR AM AZ IR AF NP BT MO HK TW  .
 .  . PA CO VE TT  . LC BB  .  .  .  .  . MT  . AL GR CY LB SY IQ  . PK IN BD MM LA VN  .
 .  .  . EC GY SR  . VC  .  .  .  .  .  .  .  .  .  .  . IL PS JO KW  . LK  . TH KH PH MP
 .  .  . PE BO BR  . GD  .  .  .  .  . MA DZ TN LY EG  .  .  . SA BH QA  .  . MY BN PW GU
 .  .  . CL PY  .  .  .  . CV  .  . MR ML BF NE TD SD ER  . YE OM AE  . MV  . SG ID FM MH
 .  .  .  . AR UY  .  .  .  . GM SN GN CI GH BJ NG SS ET DJ  .  .  .  .  .  .  . TL PG NR
 .  .  .  .  .  .  .  .  .  .  . GW SL LR TG GQ CM CF UG KE SO  .  .  .  .  .  .  . SB KI
 .  .  .  .  .  .  .  .  .  .  .  .  . ST  . GA CG CD RW TZ  . SC  .  .  .  . AU  . VU TV
 .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  . AO ZM BI MZ KM  .  .  .  .  .  . NC FJ WS
 .  .  .  .  .  .  .  .  .  .  .  .  .  .  . NA BW ZW MW  . MG MU  .  .  .  .  .  . TO AS
 .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  . ZA SZ  .  .  .  .  .  .  .  .  . NZ  . PF
 .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  . LS  .  .  .  .  .  .  .  .  .  .  .  .  .
"""
_LETTERS = """
ABW:AW AFG:AF AGO:AO ALB:AL AND:AD ARE:AE ARG:AR ARM:AM ASM:AS ATG:AG AUS:AU AUT:AT AZE:AZ
BDI:BI BEL:BE BEN:BJ BFA:BF BGD:BD BGR:BG BHR:BH BHS:BS BIH:BA BLR:BY BLZ:BZ BMU:BM BOL:BO
BRA:BR BRB:BB BRN:BN BTN:BT BWA:BW CAF:CF CAN:CA CHE:CH CHI:JG CHL:CL CHN:CN CIV:CI CMR:CM
COD:CD COG:CG COL:CO COM:KM CPV:CV CRI:CR CUB:CU CUW:CW CYM:KY CYP:CY CZE:CZ DEU:DE DJI:DJ
DMA:DM DNK:DK DOM:DO DZA:DZ ECU:EC EGY:EG ERI:ER ESP:ES EST:EE ETH:ET FIN:FI FJI:FJ FRA:FR
FRO:FO FSM:FM GAB:GA GBR:GB GEO:GE GHA:GH GIB:GI GIN:GN GMB:GM GNB:GW GNQ:GQ GRC:GR GRD:GD
GRL:GL GTM:GT GUM:GU GUY:GY HKG:HK HND:HN HRV:HR HTI:HT HUN:HU IDN:ID IMN:IM IND:IN IRL:IE
IRN:IR IRQ:IQ ISL:IS ISR:IL ITA:IT JAM:JM JOR:JO JPN:JP KAZ:KZ KEN:KE KGZ:KG KHM:KH KIR:KI
KNA:KN KOR:KR KWT:KW LAO:LA LBN:LB LBR:LR LBY:LY LCA:LC LIE:LI LKA:LK LSO:LS LTU:LT LUX:LU
LVA:LV MAC:MO MAF:MF MAR:MA MCO:MC MDA:MD MDG:MG MDV:MV MEX:MX MHL:MH MKD:MK MLI:ML MLT:MT
MMR:MM MNE:ME MNG:MN MNP:MP MOZ:MZ MRT:MR MUS:MU MWI:MW MYS:MY NAM:NA NCL:NC NER:NE NGA:NG
NIC:NI NLD:NL NOR:NO NPL:NP NRU:NR NZL:NZ OMN:OM PAK:PK PAN:PA PER:PE PHL:PH PLW:PW PNG:PG
POL:PL PRI:PR PRK:KP PRT:PT PRY:PY PSE:PS PYF:PF QAT:QA ROU:RO RUS:RU RWA:RW SAU:SA SDN:SD
SEN:SN SGP:SG SLB:SB SLE:SL SLV:SV SMR:SM SOM:SO SRB:RS SSD:SS STP:ST SUR:SR SVK:SK SVN:SI
SWE:SE SWZ:SZ SXM:SX SYC:SC SYR:SY TCA:TC TCD:TD TGO:TG THA:TH TJK:TJ TKM:TM TLS:TL TON:TO
TTO:TT TUN:TN TUR:TR TUV:TV TWN:TW TZA:TZ UGA:UG UKR:UA URY:UY USA:US UZB:UZ VCT:VC VEN:VE
VGB:VG VIR:VI VNM:VN VUT:VU WSM:WS XKX:XK YEM:YE ZAF:ZA ZMB:ZM ZWE:ZW
"""
"""The two letters that each tile shows; as in the dataset of economies."""


@dataclass(frozen=True)
class Tile:
    """A place in the grid, counted from its top left corner, and the letters written there."""

    letters: str
    column: int
    row: int


def _read_grid() -> dict[str, Tile]:
    codes = {letters: code for code, letters in (pair.split(":") for pair in _LETTERS.split())}
    return {
        codes[letters]: Tile(letters, column, row)
        for row, line in enumerate(_GRID.strip("\n").split("\n"))
        for column, letters in enumerate(
            line[start : start + 2] for start in range(0, len(line), 3)
        )
        if letters.strip(" .")
    }


TILES = _read_grid()
"""The tile of every economy, by ISO alpha-3 code."""
COLUMNS = 1 + max(tile.column for tile in TILES.values())
ROWS = 1 + max(tile.row for tile in TILES.values())
