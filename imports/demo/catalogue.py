"""What the demo shops sell, where their buyers live, and what they are called. All of it is invented."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoShop:
    """One shop of the family. `share`: its part of the orders."""

    key: str
    name: str
    platform: str
    share: float


SHOPS: tuple[DemoShop, ...] = (
    DemoShop("tmall", "Qinghe Tmall 青禾天猫店", "tmall", 0.55),
    DemoShop("jd", "Qinghe JD 青禾京东店", "jd", 0.20),
    DemoShop("douyin", "Qinghe Douyin 青禾抖音店", "douyin", 0.25),
)


@dataclass(frozen=True)
class DemoProduct:
    """A product: tier A draws visitors, B is in the middle, C earns. Prices in fen: on the list and in the sale."""

    code: str
    title: str
    tier: str
    list_minor: int
    sale_minor: int
    weight: float


_RANGE: tuple[tuple[str, str, str, int, int, float], ...] = (
    ("TX01", "青禾 纯棉打底衫女 秋冬内搭", "A", 99, 69, 13.5),
    ("TX02", "青禾 莫代尔高领针织衫", "A", 129, 89, 12.0),
    ("TX03", "青禾 德绒保暖内衣套装", "A", 139, 99, 10.5),
    ("TX04", "青禾 条纹长袖T恤宽松", "A", 109, 75, 7.5),
    ("KZ01", "青禾 加绒打底裤外穿", "A", 119, 79, 9.8),
    ("KZ02", "青禾 高腰直筒牛仔裤", "A", 179, 129, 8.2),
    ("PS01", "青禾 羊毛混纺围巾", "A", 99, 59, 6.0),
    ("PS02", "青禾 针织帽秋冬", "A", 79, 49, 4.5),
    ("ZZ01", "青禾 仿羊羔绒马甲", "B", 259, 189, 4.0),
    ("ZZ02", "青禾 慵懒风开衫毛衣", "B", 279, 199, 5.4),
    ("ZZ03", "青禾 麻花圆领毛衣", "B", 249, 169, 4.0),
    ("QZ01", "青禾 法式针织连衣裙", "B", 329, 239, 3.6),
    ("QZ02", "青禾 灯芯绒半身裙", "B", 219, 149, 3.1),
    ("QZ03", "青禾 格纹百褶裙", "B", 239, 169, 2.2),
    ("KZ03", "青禾 西装阔腿裤", "B", 259, 179, 3.1),
    ("WT01", "青禾 灯芯绒衬衫外套", "B", 299, 219, 2.7),
    ("WT02", "青禾 牛仔外套短款", "B", 319, 229, 1.8),
    ("DY01", "青禾 双面呢羊毛大衣", "C", 1299, 899, 0.7),
    ("DY02", "青禾 羊绒混纺中长大衣", "C", 1599, 1099, 0.4),
    ("YR01", "青禾 白鸭绒轻薄羽绒服", "C", 699, 469, 1.1),
    ("YR02", "青禾 长款加厚羽绒服", "C", 1099, 769, 0.6),
    ("PY01", "青禾 绵羊皮机车夹克", "C", 1499, 999, 0.2),
    ("ZZ04", "青禾 纯山羊绒衫", "C", 799, 559, 0.5),
    ("QZ04", "青禾 真丝刺绣连衣裙", "C", 899, 629, 0.3),
)
PRODUCTS: tuple[DemoProduct, ...] = tuple(
    DemoProduct(f"QH-{code}", title, tier, list_yuan * 100, sale_yuan * 100, weight)
    for code, title, tier, list_yuan, sale_yuan, weight in _RANGE
)
# What is bought along, in the same colour and size, on two of five further lines: a turtleneck with a skirt, a scarf with a coat.
PARTNERS: dict[str, str] = {
    "QH-TX01": "QH-QZ03",
    "QH-TX02": "QH-QZ02",
    "QH-TX03": "QH-KZ01",
    "QH-KZ01": "QH-ZZ01",
    "QH-KZ02": "QH-ZZ03",
    "QH-PS01": "QH-YR01",
    "QH-QZ01": "QH-WT01",
}
PARTNER_SHARE = 0.4
HERO = 9  # the product whose page breaks on the day of the sale: 慵懒风开衫毛衣

COLOURS: tuple[str, ...] = ("燕麦色", "雾霾蓝", "炭黑", "豆沙粉")
COLOUR_CODES: tuple[str, ...] = ("OAT", "BLU", "BLK", "PNK")
SIZES: tuple[str, ...] = ("S", "M", "L", "XL")

PLACES: tuple[tuple[str, str, float], ...] = (
    ("浙江省", "杭州市", 9.0),
    ("浙江省", "宁波市", 4.0),
    ("江苏省", "南京市", 5.0),
    ("江苏省", "苏州市", 6.0),
    ("上海", "上海市", 8.0),
    ("北京", "北京市", 7.0),
    ("广东省", "广州市", 6.0),
    ("广东省", "深圳市", 6.0),
    ("山东省", "青岛市", 4.0),
    ("山东省", "济南市", 3.0),
    ("四川省", "成都市", 6.0),
    ("重庆", "重庆市", 4.0),
    ("湖北省", "武汉市", 5.0),
    ("湖南省", "长沙市", 4.0),
    ("河南省", "郑州市", 4.0),
    ("陕西省", "西安市", 4.0),
    ("辽宁省", "沈阳市", 3.0),
    ("福建省", "厦门市", 3.0),
    ("安徽省", "合肥市", 3.0),
    ("云南省", "昆明市", 2.0),
)


@dataclass(frozen=True)
class Channel:
    """Where visitors come from: its part of them, and what one costs in fen on an ordinary day."""

    name: str
    share: float
    cost_minor: int


OLD_BUYERS = "老客回访"  # a word of the shop's own: the traffic plan is taught what it means
CHANNELS: tuple[Channel, ...] = (
    Channel("搜索", 0.38, 0),
    Channel("推荐", 0.26, 0),
    Channel("直通车", 0.17, 180),
    Channel("直播", 0.12, 60),
    Channel(OLD_BUYERS, 0.07, 0),
)


@dataclass(frozen=True)
class Wares:
    """What a shop sells and where its visitors come from, as its exports name them; the story speaks of places in these.

    `in_variants`: each code is a product of four colours and four sizes; else a code is all of a SKU. Prices in fen.
    """

    codes: tuple[str, ...]
    titles: tuple[str, ...]
    list_minor: tuple[int, ...]
    channels: tuple[str, ...]
    in_variants: bool = False


RANGE = Wares(
    codes=tuple(item.code for item in PRODUCTS),
    titles=tuple(item.title for item in PRODUCTS),
    list_minor=tuple(item.list_minor for item in PRODUCTS),
    channels=tuple(item.name for item in CHANNELS),
    in_variants=True,
)
