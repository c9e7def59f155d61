"""Taiwanese names, made up: common and rare characters, compound surnames, the indigenous and the foreign."""

import random

RARE = "堃喆犇煊峯瀞"
SURNAMES = (
    "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇葉莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余盧梁趙顏柯翁魏孫戴"
    "范方宋鄧杜傅侯曹薛丁卓阮馬董温唐藍石蔣古紀姚連馮歐程湯黄田康姜白汪鄒尤巫鐘黎涂龔嚴韓袁金童陸夏柳凃邵錢"
    "伍倪溫于譚駱熊任甘秦顧毛章史官萬俞雷粘饒闕凌崔尹孔辛武辜陶易段龍韋葛池孟褚殷麥賀賈莫文管關向包丘梅華利"
)
COMPOUND = ("歐陽", "司馬", "張簡", "范姜", "諸葛", "上官", "司徒", "周黃", "江謝", "翁林")
GIVEN = (
    "家豪志明俊傑建宏淑芬美玲雅婷怡君宗翰冠宇承恩詩涵柏翰宜蓁思妤品妍子晴宥廷睿恩芷瑄語彤昕妤妘霈翊彣瑀淯暐綉珮"
    "琇瑛瓊鈺鋐鎧鑫釗銓鋒鈞錡鎮麒麟龘驊驥騏騰韶頤顥飆馥魁鴻鵬鶯鸞黛黻鼎齊龢燁煒煥熙燦爍灝澐渝涓湘滢漪潔澔濬瀚"
    "堯垚埕塏墉壎姵娟婕婷嫻嬿孋宸寀寧寶峻崑崧嵐嵩巍帆廷弘彥彧彬徵忻忼怡恆恬悅惇惠愷慈憶懿戎旻昀昌昕晏晟晞晢曄"
    "杰枋柏柔栩桂桓梓梵棠椿楚楷榆榛榮樂樺檀欣歆毅沁沅泓泰洋浚浩淇淳渟湉珈珊珩琦琪琳瑋瑜瑞璇璟璦璿甫皓盈睎碩祐"
    "祥禎禹秀秉稚穎穗竣竤筠筱箴粲紘紹絜綺緯縈羚翃翎翔翰耀聖聿芃芸苡茵莉莛菀菁萱葳蓁蓉蓓薇薰蘭蘊衍裕覲詠詣誼諺讌"
)
FOREIGN = (
    "Anna Müller",
    "José Núñez",
    "Nguyễn Thị Hồng",
    "Kolas Yotaka",
    "拉告．馬耀",
    "夏曼・藍波安",
    "O'Brien",
    "Zoë",
)


def name(chance: random.Random) -> str:
    """One person's name; every twentieth is written in another way."""
    if not chance.randrange(20):
        return chance.choice(FOREIGN)
    surname = chance.choice(COMPOUND) if not chance.randrange(25) else chance.choice(SURNAMES)
    given = "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2, 2, 2, 3))))
    if not chance.randrange(4):
        given = chance.choice(RARE) + given[1:]
    return surname + given
