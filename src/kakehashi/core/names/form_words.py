"""Words that say what kind of body it is and not which one, in all four scripts.

Each line: a code, then spellings, divided by bars; a line that begins with a space goes on the one
before. After `=` in Latin letters how Japanese words are said.
"""

from typing import Final

LEGAL: Final = """\
company limited by shares|株式会社|(株)|kabushiki kaisha|kabushikigaisha|kabushikikaisha|k k
limited company|有限会社|(有)|yugen kaisha|yugengaisha|co ltd|co limited|company limited|
  company ltd|ក្រុមហ៊ុន|ខូអិលធីឌី|អិលធីឌី|លីមីធីត|ឯក|ltd|limited|pte ltd|pty ltd|sdn bhd|
  private limited|pvt ltd|pte|pty|pvt|ltda|co|company|the company|компания|ширкати|ширкат|кампания
limited liability company|合同会社|(同)|godo kaisha|goudou kaisha|
  общество с ограниченной ответственностью|ооо|товарищество с ограниченной ответственностью|тоо|
  ҷамъияти дорои масъулияти маҳдуд|ҷамъияти дорои масъулияташ маҳдуд|ҷамъияти масъулияташ маҳдуд|
  ҷдмм|чдмм|чамъияти дорои масъулияти махдуд|llc|l l c|ooo|
  obshchestvo s ogranichennoy otvetstvennostyu|llp|gmbh|bv|srl|s r l|sarl|jdmm|chdmm|công ty tnhh|
  công ty trách nhiệm hữu hạn|tnhh mtv|tnhh một thành viên|tnhh
partnership|合資会社|合名会社|(資)|(名)|lp|l p
joint stock company|акционерное общество|публичное акционерное общество|
  открытое акционерное общество|закрытое акционерное общество|непубличное акционерное общество|ао|
  пао|оао|зао|нао|ҷамъияти саҳомии кушода|ҷамъияти саҳомии пӯшида|ҷамъияти саҳомӣ|ҷск|ҷсп|jsc|
  pjsc|ojsc|cjsc|oao|zao|pao|ao|public joint stock company|open joint stock company|
  closed joint stock company|joint stock|jsc company|công ty cổ phần|công ty cp|
  aktsionernoe obshchestvo|plc|public limited company|ក្រុមហ៊ុនមហាជន
corporation|コーポレーション|カンパニー|インコーポレイテッド|សាជីវកម្ម|corp|corporation|inc|
  incorporated|корпорация|корпоратсия|sa|s a|ag|spa|nv|oy|ab
cooperative|事業協同組合|協同組合|協同組合連合会|農業協同組合|漁業協同組合|商工組合|企業組合|
  kyodo kumiai|kyoudou kumiai|jigyo kyodo kumiai|cooperative|co operative|cooperative association|
  business cooperative|кооператив|кооперативи|សហករណ៍
general association|一般社団法人|公益社団法人|一般財団法人|公益財団法人|社団法人|財団法人|
  (一社)|(一財)|(公社)|(公財)|general incorporated association|general incorporated foundation|
  public interest incorporated association
non-profit|特定非営利活動法人|npo法人|非営利活動法人|npo|ngo|អង្គការ|некоммерческая организация|
  автономная некоммерческая организация|ано|нко|ташкилоти ғайридавлатӣ|ташкилоти ҷамъиятӣ
social corporation|社会福祉法人|医療法人|医療法人社団|学校法人|宗教法人|独立行政法人|
  国立大学法人|地方独立行政法人|社会保険労務士法人|行政書士法人|弁護士法人|税理士法人|監査法人|
  投資法人
state enterprise|федеральное государственное унитарное предприятие|фгуп|
  государственное унитарное предприятие|гуп|унитарное предприятие|
  республиканское унитарное предприятие|руп|корхонаи воҳиди давлатии|корхонаи воҳиди давлатӣ|квд|
  корхонаи давлатӣ|federal state unitary enterprise|state unitary enterprise|
  republican unitary enterprise|fgup|fsue|unitary enterprise
state institution|федеральное государственное бюджетное учреждение|
  федеральное государственное автономное учреждение|
  федеральное государственное казенное учреждение|федеральное государственное казённое учреждение|
  федеральное автономное учреждение|фгбу|фгау|фгку|фау|муассисаи давлатии|муассисаи давлатӣ|
  federal state budgetary institution|federal state budget institution|
  federal state autonomous institution|federal autonomous institution|fgbu
sole trader|индивидуальный предприниматель|ип|соҳибкори инфиродӣ|сҳк|សហគ្រាស
branch|филиал|филиали|branch|支店
"""
"""Legal forms: taken out before names are compared."""

BUSINESS: Final = """\
industry|industry|industries|industrial|mfg|manufacturing|manufacturer|工業|産業|興業|製造|
  промышленность|промышленный|промышленная|промышленное|саноат|ឧស្សាហកម្ម|=kogyo sangyo
works|works|factory|plant|mill|製作所|製作|製造所|工場|завод|заводи|завода|фабрика|корхона|
  រោងចក្រ|=seisakusho zavod
electric|electric|electrical|electronics|electronic|電機|電気|電子|電器|электро|электрический|
  электроника|электронный|электромеханический|=denki denshi
construction|construction|constructions|building|builders|建設|建築|工務店|строительство|
  строительный|строительная|строй|сохтмон|សំណង់|=kensetsu komuten stroy
trading|trading|trade|trades|commerce|commercial|商事|商会|商店|貿易|物産|торговля|торговый|
  торговая|торговый дом|савдо|тиҷорат|ពាណិជ្ជកម្ម|=shoji shokai boeki
import export|import|export|imports|exports|импорт|экспорт|នាំចេញ|នាំចូល|輸出|輸入
group|group|グループ|группа|гурӯҳи|គ្រុប|ក្រុម|グル-プ|=gurupu
holdings|holding|holdings|ホールディングス|ホールディング|холдинг|=horudingusu
international|international|intl|global|world|worldwide|国際|インターナショナル|グローバル|
  международный|международная|международное|интернешнл|байналмилалӣ|អន្តរជាតិ|quốc tế|=kokusai
service|service|services|サービス|услуги|сервис|хизмат|хизматрасонӣ|សេវាកម្ម|សេវា|dịch vụ|
  =sabisu
system|system|systems|システム|システムズ|система|системы|=shisutemu
technology|technology|technologies|tech|technical|techno|engineering|technics|技術|技研|
  テクノロジー|テック|エンジニアリング|технология|технологии|технический|техника|инжиниринг|
  បច្ចេកវិទ្យា|=giken
human resources|human resources|human resource|manpower|labor|labour|employment|recruitment|
  staffing|personnel|人材|人材派遣|職業紹介|кадры|трудоустройство|занятость|шуғл|ធនធានមនុស្ស|
  ការងារ|មុខរបរ|លក្ខណៈការងារ|lao động|nhân lực|=jinzai
institute|institute|institution|research institute|研究所|институт|институти|វិទ្យាស្ថាន|
  =kenkyujo
research|research|scientific|science|научно|научный|исследовательский|исследований|
  научно исследовательский|научный центр|研究|илмӣ|тадқиқотӣ
design bureau|design bureau|bureau|конструкторское бюро|конструкторского|конструкторское|бюро|
  окб|design
production|production|productions|producer|производство|производственный|производственное|
  производственная|объединение|association|истеҳсолӣ|生産|=puro
center|center|centre|центр|марказ|маркази|センター|មជ្ឈមណ្ឌល|trung tâm|=senta
school|school|academy|college|学校|学院|学園|アカデミー|школа|академия|мактаб|សាលា|trường|
  =gakuin gakko
university|university|大学|университет|донишгоҳ|សាកលវិទ្យាល័យ|=daigaku
bank|bank|banking|銀行|バンク|банк|бонк|ធនាគារ|ngân hàng|=ginko
insurance|insurance|assurance|保険|страховая|страхование|суғурта|ធានារ៉ាប់រង|=hoken
real estate|real estate|realty|property|properties|estate|不動産|地所|недвижимость|អចលនទ្រព្យ|
  =fudosan
transport|transport|transportation|logistics|logistic|express|運輸|運送|物流|ロジスティクス|
  транспорт|логистика|нақлиёт|ដឹកជញ្ជូន|=unyu unso
shipping|shipping|maritime|marine|steamship|汽船|海運|船舶|судоходная|морской|=kisen kaiun
shipyard|shipyard|shipbuilding|造船|судостроительный|судоремонтный|судостроительная|судоремонта|
  =zosen
railway|railway|railways|railroad|鉄道|電鉄|железнодорожный|железная дорога|=tetsudo
chemical|chemical|chemicals|化学|化成|ケミカル|химический|химия|химическая|=kagaku kasei
pharmaceutical|pharmaceutical|pharmaceuticals|pharma|製薬|薬品|фарма|фармацевтический|ឱសថ|
  =seiyaku yakuhin
food|food|foods|食品|フーズ|フード|продукты|пищевой|хӯрок|អាហារ|=shokuhin
steel|steel|metal|metals|iron|製鋼|鋼業|製鉄|鉄鋼|金属|スチール|メタル|сталь|металлургический|
  =kinzoku seiko
oil|oil|petroleum|石油|нефть|нефтяная|нефтегаз|=sekiyu
gas|gas|ガス|瓦斯|газ
energy|energy|power|エネルギー|電力|энергия|энергетика|энерго|=denryoku
motor|motor|motors|automobile|automotive|auto|自動車|モーター|モータース|авто|автомобильный|
  автомобиль|=jidosha
machinery|machinery|machine|machines|machine building|機械|機工|マシナリー|машиностроительный|
  машиностроение|машин|=kikai kiko
precision|precision|精密|精機|精工|прецизионный|=seimitsu seiki seiko
instruments|instrument|instruments|計器|計測|приборостроительный|приборов|прибор|=keiki
optical|optical|optics|optic|光学|оптический|оптика|оптико|=kogaku
mechanical|mechanical|mechanics|механический|механика
aviation|aviation|aircraft|aerospace|airlines|airways|航空|авиационный|авиация|авиа|авиационная|
  ҳавопаймоӣ|=koku
communications|communication|communications|telecom|telecommunications|通信|
  コミュニケーションズ|связь|телеком|телекоммуникации|алоқа|ទូរគមនាគមន៍|=tsushin
information|information|info|data|情報|データ|информация|информационный|иттилоот|ព័ត៌មាន|=joho
software|software|ソフトウェア|ソフト|софт|=sofuto
printing|printing|印刷|типография|បោះពុម្ព|=insatsu
paper|paper|pulp|製紙|бумага|ក្រដាស|=seishi
textile|textile|textiles|spinning|繊維|紡績|織物|текстиль|វាយនភណ្ឌ|=seni boseki
rubber|rubber|ゴム|резина|កៅស៊ូ|=gomu
glass|glass|ガラス|硝子|стекло
cement|cement|セメント|цемент
farm|farm|farms|agriculture|agricultural|agro|農業|農園|農場|ファーム|сельское хозяйство|агро|
  кишоварзӣ|កសិកម្ម|nông nghiệp|=nogyo noen
fishery|fishery|fisheries|fishing|水産|漁業|рыболовство|рыба|ជលផល|=suisan
hotel|hotel|hotels|ホテル|旅館|отель|гостиница|меҳмонхона|សណ្ឋាគារ|=hoteru
travel|travel|travels|tour|tours|tourism|旅行|観光|ツーリスト|туризм|туристическая|сайёҳӣ|
  ទេសចរណ៍|du lịch|=ryoko kanko
hospital|hospital|clinic|病院|クリニック|医院|больница|беморхона|មន្ទីរពេទ្យ|=byoin
care|care|welfare|介護|福祉|ケア|уход|ថែទាំ|=kaigo fukushi
cleaning|cleaning|clean|清掃|クリーン|クリーニング|уборка|=seiso
security|security|guard|警備|セキュリティ|безопасность|охрана|សន្តិសុខ|=keibi
investment|investment|investments|capital|finance|financial|fund|投資|キャピタル|ファイナンス|
  инвестиции|инвестиционная|капитал|финанс|фонд|сармоягузорӣ|វិនិយោគ|đầu tư|=toshi
development|development|developments|開発|развитие|разработка|рушд|អភិវឌ្ឍន៍|phát triển|
  =kaihatsu
exchange|exchange|交流|интернациональный обмен|=koryu
cooperation|cooperation|協力|сотрудничество|ҳамкорӣ|សហប្រតិបត្តិការ|hợp tác|=kyoryoku
consulting|consulting|consultant|consultants|consultancy|コンサルティング|コンサルタント|
  консалтинг|ប្រឹក្សា|=konsarutingu
management|management|administration|マネジメント|経営|управление|идора|គ្រប់គ្រង|=keiei
support|support|サポート|支援|поддержка|дастгирӣ|គាំទ្រ|=shien sapoto
union|union|federation|league|連合会|連盟|союз|федерация|иттиҳод|សហភាព|សហព័ន្ធ|=rengokai
association|association|society|協会|ассоциация|ассотсиатсия|សមាគម|hiệp hội|=kyokai
ministry|ministry|министерство|министерства|вазорат|វាយក្រសួង|ក្រសួង|省
federation russia|russian federation|российской федерации|россии|russia|russian|россия|
  российский|российская
japan|japan|nippon|nihon|日本|ジャパン|япония|ជប៉ុន|nhật bản|=nihon nippon
cambodia|cambodia|cambodian|kampuchea|កម្ពុជា|カンボジア|камбоджа|kambodia
tajikistan|tajikistan|tajik|tojikiston|тоҷикистон|таджикистан|タジキスタン
asia|asia|asian|アジア|азия|осиё|អាស៊ី|=ajia
east|east|eastern|東|восток|восточный
state|state|national|government|государственный|государственная|государственное|федеральный|
  федеральное|национальный|федеральная|давлатӣ|国立|ជាតិ
named after|named after|имени|им|ба номи
new|new|新|новый|ថ្មី|нав
"""
"""Words of business: they stay, count little, and meet their translation."""
