#pragma once

#include "domain/sensorstatus.h"
#include "models/situation.h"
#include "theme/theme.h"

#include <QWidget>

class QLabel;
class QMenu;
class QPushButton;

namespace parking::ui {

/// The part of a space's panel that asks for a type where its sensor is heard and not understood;
/// hidden else.
class SensorSection : public QWidget {
    Q_OBJECT

public:
    SensorSection(const Situation &situation, const Theme &theme, QWidget *parent = nullptr);

    /// The space that is looked at; asks for its sensor.
    void setSpace(const std::optional<domain::SpaceId> &space);
    void ask(); ///< anew, for the same space
    /// The answer to wanted(); empty: there is no sensor. Of another space: left out.
    void setSensor(const domain::SpaceId &space, const std::optional<domain::SensorStatus> &sensor);

Q_SIGNALS:
    void wanted(const parking::domain::SpaceId &space);
    /// Empty: by profile and DevEUI. `seen`: what was set of the first one as it was shown; of the
    /// others nothing was.
    void typeChosen(const QList<parking::domain::DevEui> &devices, const QString &type,
                    const QString &seen);

private:
    void refresh();
    void refreshFonts();
    void fillTypes();
    void choose(const QString &type);

    const Situation &m_situation;
    const Theme &m_theme;
    std::optional<domain::SpaceId> m_space;
    domain::SensorStatus m_sensor;
    QLabel *m_why;
    QLabel *m_frame;
    QPushButton *m_choose;
    QMenu *m_types;
    QLabel *m_alike;
};

} // namespace parking::ui
